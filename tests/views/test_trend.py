"""A trend in its four forms, and drawn."""

import csv
import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from csmetrics.cli.output import encoded
from csmetrics.figures.trend import Trend, TrendLine
from csmetrics.periods import parse_period, series
from csmetrics.views.trend import VIEW as TREND
from csmetrics.views.trend.chart import draw, ticks

AT_80 = """\
2025-10 to 2026-09 (12 months), USD

                             2026-07  2026-08  2026-09  trend         change
Satisfaction
  Net promoter score           ~30.0        —     42.0  ▁▁▂▃▃▄▅▅▆▆ █   +42.0

Revenue
  Monthly recurring revenue   11,000   11,100   11,200  ▁▂▂▃▄▄▅▅▆▇▇█  +1,100

2025-10 to 2026-06 not shown: widen the terminal or use --format csv

~ fewer than 30 answers

— Net promoter score: nobody answered
"""
NPS = (0.0, 2.0, 5.0, 10.0, 15.0, 18.0, 21.0, 25.0, 28.0, 30.0, None, 42.0)
MRR = tuple(10_100.0 + 100 * step for step in range(12))


@pytest.fixture
def line(figure):
    """A function that makes a line of a trend; `thin` names positions."""

    def make(metric, values, *, segment=None, thin=(), n=100):
        figures = tuple(
            figure(metric, value, segment=segment, n=n)
            if value is not None
            else figure(metric, None, segment=segment, status="undefined", reason="nobody answered", n=0)
            for value in values
        )
        there = [value for value in values if value is not None]
        change = None if values[-1] is None or len(there) < 2 else values[-1] - there[0]
        one = figures[0]
        return TrendLine(
            metric, one.title, one.group, one.unit, one.better, one.segment, figures, change,
            tuple(at in thin for at in range(len(values))),
        )  # fmt: skip

    return make


def a_trend(*lines, newest="2026-09", **changes):
    made = Trend(series(parse_period(newest), len(lines[0].figures)), (), "USD", {"currency": "USD"}, lines)
    return replace(made, **changes)


@pytest.fixture
def trend(line):
    return a_trend(line("nps", NPS, thin=(9,)), line("mrr", MRR))


@pytest.fixture
def by_country(line):
    """A trend of one metric in any number of countries."""

    def make(*countries, metric="nps"):
        segments = [{}, *({"country": country} for country in countries)]
        lines = [line(metric, [10.0 * at, None, 5.0, 20.0], segment=s, n=at) for at, s in enumerate(segments, 1)]
        return a_trend(*lines, by=("country",))

    return make


def test_the_whole_trend_at_80_columns(trend):
    assert TREND.write(trend, "table", width=80) == AT_80


@pytest.mark.parametrize("width", [50, 60, 80, 120, 200])
def test_as_many_periods_as_fit_and_the_newest_always(trend, width):
    text = TREND.write(trend, "table", width=width)
    assert max(map(cell_len, text.splitlines())) <= max(width, 60)
    assert "2026-09" in text
    assert "11,200" in text
    assert ("not shown" in text) == (width < 200)
    if width == 200:
        assert re.search(r"^ +2025-10 .* 2026-09 ", text, re.MULTILINE)
        assert "Monthly recurring revenue   10,100" in text


def test_when_one_period_does_not_fit_it_is_named_alone(line):
    text = TREND.write(a_trend(line("mrr", MRR[:3])), "table", width=60)
    assert "\n2026-07 not shown: widen the terminal" in text


def test_change_has_the_colour_of_its_direction(line):
    falling, rising = line("customer_churn_rate", [0.05, 0.02]), line("customer_churn_rate", [0.02, 0.05])
    assert re.search(r"\x1b\[32m *-3\.0 pp", TREND.write(a_trend(falling), "table", colour=True))
    assert re.search(r"\x1b\[31m *\+3\.0 pp", TREND.write(a_trend(rising), "table", colour=True))
    assert "\x1b" not in TREND.write(a_trend(rising), "table")


def test_a_line_that_ends_without_a_value_has_no_change(line):
    text = TREND.write(a_trend(line("nps", [1.0, 2.0, None])), "table")
    assert re.search(r"Net promoter score +1\.0 +2\.0 +— +▁█$", text, re.MULTILINE)


def test_a_long_trend_draws_the_last_two_years(line):
    text = TREND.write(a_trend(line("mrr", [float(at) for at in range(1, 31)])), "table", width=120)
    assert "last 24" in text
    assert max(len(found) for found in re.findall("[▁-█]+", text)) == 24


def test_segments_stand_beneath_their_metric(by_country):
    text = TREND.write(by_country("DE", "FR"), "table")
    assert re.search(r"  Net promoter score .*\n    DE .*\n    FR ", text)


def test_spans_and_a_single_period_have_their_headings(line):
    span = a_trend(line("mrr", [1.0, 2.0]), newest="2026-04..2026-09")
    text = TREND.write(span, "table", width=80)
    assert text.startswith("2025-10..2026-03 to 2026-04..2026-09 (2 spans), USD\n")
    assert re.search(r"^ +2025-10 +2026-04", text, re.MULTILINE)
    assert "2025-10..2026-03 not shown" in TREND.write(span, "table", width=60)
    assert TREND.write(a_trend(line("mrr", [1.0]), currency=None), "table").startswith("2026-09\n")


def test_what_cannot_be_had_is_named(line):
    made = a_trend(line("mrr", [1.0, 2.0]), unavailable={"no costs.csv": ("cac",)})
    assert "\nno costs.csv: cac unavailable\n" in TREND.write(made, "table")
    nothing = replace(made, lines=())
    assert TREND.write(nothing, "table").endswith("USD\n\nno costs.csv: cac unavailable\n")


def test_json_has_a_point_for_each_period(trend, validated):
    values = validated(TREND.write(trend, "json"), "trend")
    nps, mrr = values["metrics"]
    assert len(values["periods"]) == len(nps["points"]) == 12
    assert nps["points"][9] == {
        "period": "2026-07", "value": 30.0, "status": "ok", "reason": None, "interval": None, "n": 100, "thin": True,
    }  # fmt: skip
    assert (nps["points"][10]["value"], nps["points"][10]["reason"]) == (None, "nobody answered")
    assert (mrr["change"], mrr["segment"], mrr["based_on"]) == (1100.0, {}, "customers_end")
    empty = replace(trend, lines=(), unavailable={"no costs.csv": ("cac",)})
    named = validated(TREND.write(empty, "json"), "trend")["unavailable"]
    assert named == [{"reason": "no costs.csv", "metrics": ["cac"]}]


def test_csv_is_tidy_and_has_the_columns_of_a_report(by_country):
    rows = list(csv.DictReader(io.StringIO(TREND.write(by_country("DE"), "csv"))))
    assert list(rows[0]) == ["period", "country", "metric", "value", "unit", "status", "interval_low", "interval_high"]
    assert [(row["period"], row["country"]) for row in rows[:3]] == [
        ("2026-06", ""), ("2026-06", "DE"), ("2026-07", ""),
    ]  # fmt: skip
    assert len(rows) == 8


def test_markdown_has_every_period_and_no_sparkline(trend):
    text = TREND.write(trend, "markdown")
    assert text.count("| ---: ") == 2 * 13
    assert "| Net promoter score | 0.0 | 2.0 |" in text
    assert r"| \~30.0 |" in text
    assert "█" not in text


def test_a_sparkline_has_digits_where_there_are_no_blocks():
    assert encoded("▁▄█ 1", "ascii") == b"148 1"


# drawn


def test_a_chart_has_a_title_a_scale_in_its_unit_and_the_periods(line):
    text = TREND.write(a_trend(line("customer_churn_rate", [0.02, 0.04, 0.03])), "table", chart=True)
    assert "\nCustomer churn rate\n" in text
    assert re.search(r"^4\.0 %┤", text, re.MULTILINE)
    assert re.search(r"2026-07 +2026-08 +2026-09", text)
    assert "not shown" not in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_chart_keeps_to_the_width(trend, width):
    drawing = draw(trend.periods, trend.lines[1:], width, False)
    assert max(map(cell_len, drawing.splitlines())) <= width
    assert "2026-09" in drawing


def test_a_chart_is_the_same_every_time_and_coloured_only_when_asked(by_country):
    made = by_country("DE", "FR")
    plain = TREND.write(made, "table", chart=True)
    assert plain == TREND.write(made, "table", chart=True)
    assert "\x1b" not in plain
    assert "\x1b[" in TREND.write(made, "table", chart=True, colour=True)


def test_lines_of_segments_have_marks_of_their_own(by_country):
    text = TREND.write(by_country("DE", "FR"), "table", chart=True)
    assert "\n● all  ■ DE  ▲ FR\n" in text
    assert all(mark in text.partition("● all")[0] for mark in "■▲")


def test_of_many_segments_the_biggest_are_drawn(by_country):
    text = TREND.write(by_country(*"ABCDEFG"), "table", chart=True)
    assert "\n● all  ■ D  ▲ E  ◆ F  ○ G; 3 more segments with --format csv\n" in text


def test_a_missing_value_is_a_gap(line):
    whole = draw(parse_periods(5), [line("mrr", [1.0, 1.0, 1.0, 1.0, 2.0])], 80, False)
    gap = draw(parse_periods(5), [line("mrr", [1.0, None, 1.0, 1.0, 2.0])], 80, False)
    assert sum(map(gap.count, "⣀⠤⠒⠉")) < sum(map(whole.count, "⣀⠤⠒⠉"))


def parse_periods(count):
    return series(parse_period("2026-09"), count)


def test_a_metric_without_any_value_has_a_title_and_a_reason(line):
    text = TREND.write(a_trend(line("nps", [None, None])), "table", chart=True)
    assert text.endswith("\nNet promoter score\n— Net promoter score: nobody answered\n")


def test_markdown_keeps_a_drawing_as_it_is(trend):
    text = TREND.write(trend, "markdown", chart=True)
    assert "### Net promoter score\n\n```text\n" in text
    assert text.count("```") == 4


def test_ticks_span_the_values():
    for low, high in ((0, 1), (0.026, 0.04), (-39, 42), (11_483, 12_435), (5, 5), (0, 0), (-7, -7), (1e-9, 2e-9)):
        found = ticks(low, high)
        assert 3 <= len(found) <= 8
        assert found[0] <= low <= high <= found[-1]
