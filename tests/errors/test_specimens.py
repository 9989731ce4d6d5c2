"""Everything that can be wrong with the input, each with the very message that it must give.

A specimen is a YAML file beside this one: what it says, the files of a data folder, the command, and what comes out.
"""

import shlex
from pathlib import Path

import pytest
import yaml

SPECIMENS = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimen(path, tmp_path, run_cli):
    specimen = yaml.safe_load(path.read_text(encoding="utf-8"))
    data = tmp_path / "DATA"
    data.mkdir()
    for name, content in specimen["files"].items():
        file = data / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run_cli(shlex.split(specimen["command"]), cwd=tmp_path)
    assert result.stderr == specimen["stderr"]
    assert result.exit_code == specimen["exit"]
    if "stdout" in specimen:
        assert result.stdout == specimen["stdout"]
    elif specimen["exit"]:
        assert result.stdout == ""
