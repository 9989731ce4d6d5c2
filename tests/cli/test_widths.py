"""No command writes lines that are wider than the terminal."""

import pytest

from conftest import ACME

LINES = [
    "report DATA", "report DATA --by plan", "report DATA --all", "report DATA --all --by plan",
    "report DATA --section customers --section health", "report DATA --by plan,country --metric mrr", "trend DATA",
    "trend DATA customers --by plan", "cohorts DATA", "cohorts DATA --of mrr --as value --grain quarter",
    "customers DATA", "customers DATA --by plan", "customers DATA --by account_manager",
    "customers DATA --movement active",
    "explain mrr DATA --by plan", "explain cac DATA", "explain nps DATA", "check DATA", "metrics",
    "health DATA", "health DATA --signals",
    "health DATA --by account_manager --limit 100", "health DATA --backtest",
    "explain health_score DATA --customer C095", "explain health_score DATA", "metrics nps clv",
    "feedback DATA --period 2026", "feedback DATA --theme bugs --no-quotes", "explain theme_bugs_share DATA",
]  # fmt: skip


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("line", LINES)
def test_lines_fit(line, width, run_cli, monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.get_terminal_size", lambda _: type("Size", (), {"columns": width}))
    result = run_cli([str(ACME) if part == "DATA" else part for part in line.split()], cwd=tmp_path)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= width
