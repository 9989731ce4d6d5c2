"""What each kind of chart shows, its geometry computed again."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.output.charts import draw
from csmetrics.output.charts.axis import reach, round_numbers
from csmetrics.output.charts.model import (
    BarChart,
    BarRow,
    ColumnChart,
    Limit,
    LineChart,
    Point,
    Series,
    ShareBar,
    ShareSlice,
    Sparkline,
    Waterfall,
    WaterfallStep,
)
from csmetrics.output.readable import show, show_tick
from output.charts.made import marks, pictures

MONTHS = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
AUGUST = Waterfall(
    "MRR",
    "money",
    (
        WaterfallStep("August", 11_779, "11,779", "76 customers", end=True),
        WaterfallStep("New", 626, "+626"),
        WaterfallStep("Churned", -164, "-164"),
        WaterfallStep("September", 12_241, "12,241", end=True),
    ),
)


def dots(values, unit="money", **more):
    return tuple(Point(month, value, show(value, unit), **more) for month, value in zip(MONTHS, values, strict=False))


def line(values, unit="money", limits=(), **more):
    return LineChart("A line", unit, (Series("A", dots(values, unit)),), limits, **more)


def only(chart):
    [picture] = pictures(draw(chart))
    return picture


def said(picture):
    return [mark.text for mark in marks(picture) if mark.name == "text"]


def test_columns_are_as_high_as_their_values():
    picture = only(ColumnChart("", "money", dots([10, 20, 40, 5])))
    highs = [mark.high for mark in marks(picture, "past")] + [mark.high for mark in marks(picture, "end")]
    assert [high / highs[2] for high in highs] == pytest.approx([0.25, 0.5, 1, 0.125], abs=0.003)


def test_columns_below_zero_hang_from_it():
    picture = only(ColumnChart("", "money", dots([10, -20, 5])))
    up, down = marks(picture, "past")
    assert up.top + up.high == pytest.approx(down.top, abs=0.2)
    assert down.high == pytest.approx(2 * up.high, abs=0.2)


def test_columns_beyond_the_limit_are_hatched_and_the_last_is_solid():
    picture = only(ColumnChart("", "fraction", dots([0.03, 0.06, 0.04, 0.02], "fraction"), Limit(0.04, "4 %", "above")))
    assert len(marks(picture, "bad")) == len(marks(picture, "hatch")) == 1
    assert len(marks(picture, "past")) == 2
    assert len(marks(picture, "end")) == 1
    [bad], [hatch] = marks(picture, "bad"), marks(picture, "hatch")
    assert bad.top - 0.11 <= hatch.top
    assert hatch.wide <= bad.wide + 0.2


@pytest.mark.parametrize("chart", [ColumnChart, None])
def test_no_value_is_a_gap_and_not_zero(chart):
    points = (*dots([1, None, 3]), Point("2025-04", float("nan"), ""), Point("2025-05", 5, "5"))
    picture = only(ColumnChart("", "money", points) if chart else LineChart("", "money", (Series("", points),)))
    if chart:
        assert len(marks(picture, "past")) + len(marks(picture, "end")) == 3
    else:
        assert len(marks(picture, "dot1")) == 3
        assert not marks(picture, "line1")


def test_a_line_is_interrupted_where_there_is_no_value():
    picture = only(line([1, 2, None, 3, 4, 5]))
    assert [len(mark.places) for mark in marks(picture, "line1")] == [2, 3]


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=24).filter(lambda values: max(values) - min(values) > 1))
def test_points_are_as_far_apart_as_their_values(values):
    [drawn] = marks(only(line(values)), "line1")
    xs, ys = zip(*drawn.places, strict=True)
    per_unit = (max(ys) - min(ys)) / (max(values) - min(values))
    assert [max(ys) - y for y in ys] == pytest.approx([per_unit * (v - min(values)) for v in values], abs=0.2)
    apart = [right - left for left, right in pairwise(xs)]
    assert max(apart) - min(apart) < 0.21


def test_an_area_stands_on_zero():
    picture = only(line([10, 30, 20], filled=True))
    [area], [drawn] = marks(picture, "area1"), marks(picture, "line1")
    ground = area.top + area.high
    assert (ground - drawn.places[0][1]) / (ground - drawn.places[1][1]) == pytest.approx(1 / 3, abs=0.005)


def test_intervals_are_a_band_and_one_alone_a_whisker():
    points = dots([1, 2, 3], low=0.5, high=3.5)
    picture = only(LineChart("", "score", (Series("", points),)))
    assert marks(picture, "band1")
    assert not marks(picture, "whisker1")
    picture = only(LineChart("", "score", (Series("", points[:1]),)))
    assert marks(picture, "whisker1")
    assert not marks(picture, "band1")


def test_points_of_few_answers_are_hollow():
    points = (*dots([1, 2], hollow=True), Point("2025-03", 3, "3"))
    picture = only(LineChart("", "score", (Series("", points),)))
    assert len(marks(picture, "hollow1")) == 2
    assert len(marks(picture, "dot1")) == 1


def test_a_step_holds_until_the_next():
    [drawn] = marks(only(line([3, 2, 1], stepped=True)), "line1")
    turns = list(pairwise(drawn.places))
    assert all(x == x2 or y == y2 for (x, y), (x2, y2) in turns)
    assert turns[0][0][1] == turns[0][1][1]  # along first, then down


def test_lines_are_named_at_their_ends_and_thresholds_beside_theirs():
    chart = LineChart(
        "",
        "fraction",
        (Series("NRR", dots([0.9, 1.003], "fraction")), Series("GRR", dots([0.9, 0.983], "fraction"), dashed=True)),
        (Limit(0.981, "at least 98 %"),),
    )
    picture = only(chart)
    found = {mark.text: mark.places[0] for mark in marks(picture) if mark.name == "text"}
    heights = [found[words][1] for words in ("NRR 100.3 %", "GRR 98.3 %", "at least 98 %")]
    assert heights == sorted(heights)
    assert min(low - high for high, low in pairwise(heights)) >= 12.9
    assert len(marks(picture, "dashed")) == len(marks(picture, "dashes")) == 1


@pytest.mark.parametrize("end", [0.2, 1.0])
def test_lines_that_end_at_one_place_are_named_one_beneath_another(end):
    chart = LineChart("", "fraction", tuple(Series(name, dots([0.6, end], "fraction")) for name in "ABCDEFG"))
    heights = [mark.places[0][1] for mark in marks(only(chart), "v")]
    assert min(low - high for high, low in pairwise(heights)) >= 12.9
    assert heights[0] > 11
    assert heights[-1] < 178


def test_a_limit_far_away_does_not_flatten_the_line_but_is_named():
    near, far = only(line([1, 2, 3])), only(line([1, 2, 3], limits=(Limit(1e9, "at least 1,000,000,000"),)))
    assert marks(near, "line1")[0].high == marks(far, "line1")[0].high
    assert not marks(far, "dashed")
    assert any("1,000,000,000" in words and "↑" in words for words in [" ".join(said(far))])


def test_the_first_the_middle_and_the_last_period_are_named():
    names = [words for words in said(only(line(range(24)))) if words in MONTHS]
    assert names == ["2025-01", "2026-01", "2026-12"]


@pytest.mark.parametrize(
    ("chart", "noted"),
    [
        (line([30, 10, 20]), "10.00"),
        (line([30, 20, 10]), "30.00"),
        (line([30, 10, 20], filled=True), "30.00"),
        (line([30, 10, 40, 20], limits=(Limit(25, "at most 25", "above"),)), "40.00"),
        (line([30, 10], limits=(Limit(25, "at least 25"),)), None),
        (line([20, 20, 20]), None),
    ],
)
def test_one_more_value_is_printed(chart, noted):
    assert [mark.text for mark in marks(only(chart), "noted")] == ([noted] if noted else [])


def test_why_there_are_no_points_is_said():
    assert "no values" in said(only(line([None] * 3)))
    words = said(only(line([None] * 12 + [1] * 12, missing="not asked before 2026")))
    assert {"not asked", "before 2026"} <= set(words) or "not asked before 2026" in words


def test_what_is_pointed_at_says_its_period_and_value():
    points = (*dots([1, None]), Point("2025-03", 3, "3", tip="<b>three</b>"))
    picture = only(LineChart("", "count", (Series("", points),)))
    assert [mark.text for mark in marks(picture, "tip")] == ["2025-01: 1.00", "2025-02: —", "<b>three</b>"]


def test_a_hundred_years_of_months_stay_small():
    points = tuple(Point(f"{1926 + n // 12}", math.sin(n / 50), "1.00") for n in range(1200))
    assert len(draw(LineChart("", "score", (Series("", points),)))) < 30_000
    assert len(draw(ColumnChart("", "score", points))) < 40_000


def test_the_bridge_leads_from_level_to_level():
    upright, lying = pictures(draw(AUGUST))
    for picture, side in ((upright, 1), (lying, 0)):
        sizes = {}
        for css in ("good", "bad", "end"):
            sizes[css] = [mark.high if side else mark.wide for mark in marks(picture, css)]
        [new], [churned], (first, last) = sizes["good"], sizes["bad"], sizes["end"]
        assert churned / new == pytest.approx(164 / 626, abs=0.004)
        assert (last - first) / new == pytest.approx((12_241 - 11_779) / 626, abs=0.004)
    assert "cs-wide" in upright.get("class")
    assert "cs-narrow" in lying.get("class")


def test_the_cut_of_the_axis_is_drawn_on_both_ends():
    for picture in pictures(draw(AUGUST)):
        assert len(marks(picture, "cut")) == 2
        assert "axis cut" in said(picture)
    small = Waterfall(
        "",
        "money",
        (WaterfallStep("A", 10, "10", end=True), WaterfallStep("B", 20, "+20"), WaterfallStep("C", 30, "30", end=True)),
    )
    assert not [mark for picture in pictures(draw(small)) for mark in marks(picture, "cut")]


def test_a_bridge_goes_below_zero():
    steps = (
        WaterfallStep("A", 100, "100", end=True),
        WaterfallStep("B", -250, "-250"),
        WaterfallStep("C", -150, "-150", end=True),
    )
    upright, _ = pictures(draw(Waterfall("", "money", steps)))
    (above, below), [lost] = marks(upright, "end"), marks(upright, "bad")
    assert not marks(upright, "cut")
    assert above.top + above.high == pytest.approx(below.top, abs=0.2)
    assert lost.high == pytest.approx(above.high + below.high, abs=0.2)


def test_bars_of_both_sides_have_one_scale():
    rows = (
        BarRow("Bugs", 0.1, "10 %", 0.5, "50 %", judged="good"),
        BarRow("Price", 0.3, "30 %", 0.2, "20 %", judged="good"),
    )
    picture = only(BarChart("", "fraction", rows, ("Detractors", "Promoters")))
    good, bad = ([mark.wide for mark in marks(picture, css) if mark.name == "rect"] for css in ("good", "bad"))
    assert [wide / bad[0] for wide in (*good, *bad)] == pytest.approx([0.2, 0.6, 1, 0.4], abs=0.003)
    assert said(picture)[:2] == ["Detractors", "Promoters"]


def test_bars_of_nothing_have_no_length():
    picture = only(BarChart("", "count", tuple(BarRow(f"Row {n}", 0, "0") for n in range(40))))
    assert not marks(picture, "end")
    assert said(picture).count("0") == 40


def test_shares_fill_the_bar():
    shares = (
        ShareSlice("Detractors", 6, "6", "bad"),
        ShareSlice("Passives", 7, "7", "quiet"),
        ShareSlice("Promoters", 18, "18", "good"),
    )
    picture = only(ShareBar("", shares))
    wides = [marks(picture, css)[0].wide for css in ("bad", "quiet", "good")]
    assert [wide / sum(wides) for wide in wides] == pytest.approx([6 / 31, 7 / 31, 18 / 31], abs=0.001)
    assert sum(wides) == pytest.approx(360 - 2 * 2, abs=0.3)


def test_the_score_stands_on_its_scale_and_its_interval_is_clipped():
    score = Point("2026-09", 38.7, "38.7", 8.7, 161.9)
    picture = only(ShareBar("", (ShareSlice("A", 1, "1"),), score, limit=Limit(20, "threshold 20")))
    [dot], [whisker], [limit] = (marks(picture, css) for css in ("dot1", "whisker1", "dashed"))
    assert (dot.places[0][0] + dot.places[1][0]) / 2 == pytest.approx(180 * 1.387, abs=0.1)
    assert limit.places[0][0] == 216
    assert [min(whisker.places)[0], max(whisker.places)[0]] == pytest.approx([180 * 1.087, 360], abs=0.1)


def test_parts_that_sum_to_nothing_are_an_empty_bar():
    picture = only(ShareBar("", (ShareSlice("A", 0, "0"), ShareSlice("B", 0, "0"))))
    assert marks(picture, "empty")
    assert {"A", "B"} <= set(said(picture))


def test_a_small_line_has_its_gaps_and_a_dot_at_the_end():
    picture = only(Sparkline("x", (1, 2, None, 3, 5), 2))
    assert [len(mark.places) for mark in marks(picture, "line1")] == [2, 2]
    [dot] = marks(picture, "dot1")
    assert max(x for x, _ in dot.places) == 124
    assert marks(picture, "dashed")
    assert not marks(only(Sparkline("x", (1, 2), 1e9)), "dashed")


@given(st.floats(-1e12, 1e12), st.floats(1e-6, 1e12))
def test_round_numbers_are_round_and_within_the_ends(low, span):
    high = low + span
    if high - low <= abs(high) * 1e-6:
        return
    step, found = round_numbers(low, high)
    assert 2 <= len(found) <= 11
    assert low - step * 1e-6 <= found[0]
    assert found[-1] <= high + step * 1e-6
    assert f"{step:.0e}"[0] in "1245"
    assert all(abs(value / step - round(value / step)) < 1e-6 * max(1, abs(value / step)) for value in found)
    assert len({show_tick(value, "money", step) for value in found}) == len(found)


figures = st.floats(-1e100, 1e100).map(lambda value: value if abs(value) > 1e-100 else 0.0)
several = st.lists(figures | st.sampled_from([0.0, 1.0, 100.0, -100.0]), max_size=5)


@given(several.filter(len), st.sampled_from(["points", "fraction", "money"]), several, several, st.booleans())
def test_an_axis_has_a_length_and_holds_all_values(values, unit, limits, ends, zero):
    low, high = reach(values, unit, limits, ends, zero=zero)
    assert low < high
    assert low <= min(values)
    assert max(values) <= high
    assert not zero or low <= 0 <= high


@pytest.mark.slow
@given(st.lists(st.floats(0, 1), min_size=1), st.booleans())
def test_an_axis_of_shares_ends_at_none_and_all(values, zero):
    low, high = reach(values, "fraction", zero=zero)
    assert 0 <= low <= min(values)
    assert max(values) <= high <= 1 or max(values) == min(values)


@pytest.mark.parametrize(
    ("value", "unit", "step", "shown"),
    [
        (0, "money", 5e11, "0"),
        (5e11, "money", 5e11, "500B"),
        (1.5e12, "money", 5e11, "1.5T"),
        (2000, "count", 1000, "2k"),
        (-2500, "money", 500, "-2.5k"),
        (1250, "money", 50, "1,250"),
        (1.0, "fraction", 0.05, "100 %"),
        (0.025, "fraction", 0.005, "2.5 %"),
        (0.3, "score", 0.1, "0.3"),
        (-0.0, "points", 50, "0"),
        (2e-9, "ratio", 1e-9, "2e-09"),
        (0.5000005, "ratio", 5e-7, "0.5000005"),
    ],
)
def test_a_number_on_an_axis_is_short(value, unit, step, shown):
    assert show_tick(value, unit, step) == shown
