"""One bar of parts that make a whole, and the score they lead to."""

from collections.abc import Iterator, Sequence

from csmetrics.output.charts import svg
from csmetrics.output.charts.axis import WIDTH, AxisScale, all_known, known, round_numbers
from csmetrics.output.charts.model import Limit, Point, ShareBar, ShareSlice
from csmetrics.output.readable import show, show_tick

_BAR, _GAP, _BETWEEN = 36.0, 2.0, 10.0
_LINE = 17.0  # a part that is named beneath the bar, in a line of its own
_SCORE = 74.0  # how high the score and its scale are
_PLAIN = ("end", "past", "quiet")  # parts of no judgement, one after another


def draw(chart: ShareBar) -> str:
    """The bar, its names, and beneath it the score on its scale."""
    marks, high = _shares(chart.shares)
    ends = all_known(chart.ends)
    if chart.score and len(ends) > 1 and ends[0] < ends[1]:
        marks += _score(chart, chart.score, AxisScale(ends[0], ends[1], 0, WIDTH), high)
        high += _SCORE
    return svg.picture((WIDTH, high), chart.label, marks)


def _shares(shares: Sequence[ShareSlice]) -> tuple[list[str], float]:
    """The parts with their names, and how high they are."""
    starts, wides = _parts(shares)
    looks = _looks(shares)
    marks = [svg.box(0, 0, WIDTH, _BAR, "empty")] if not sum(wides) else []
    for share, x, wide, look in zip(shares, starts, wides, looks, strict=True):
        marks.append(svg.filled(x, 0, wide, _BAR, look) if wide else "")
        marks.append(svg.box(x, 0, wide, _BAR, "tip", tip=f"{share.name}: {share.text}") if wide else "")
    beneath = _beside(shares, starts)
    if beneath is None:
        return [*marks, *_listed(shares, looks)], _BAR + 6 + _LINE * len(shares)
    return [*marks, *beneath], _BAR + 39


def _parts(shares: Sequence[ShareSlice]) -> tuple[list[float], list[float]]:
    """Where each part starts and how wide it is, with a gap between those that are there."""
    values = [max(0.0, known(share.value) or 0.0) for share in shares]
    there = sum(1 for value in values if value)
    free = WIDTH - _GAP * max(0, there - 1)
    starts, wides, x = [], [], 0.0
    for value in values:
        starts.append(min(x, WIDTH))
        wides.append(free * value / sum(values) if value else 0.0)
        x += wides[-1] + (_GAP if value else 0.0)
    return starts, wides


def _looks(shares: Sequence[ShareSlice]) -> list[str]:
    plain, found = 0, []
    for share in shares:
        found.append(_PLAIN[plain % len(_PLAIN)] if share.judged == "plain" else share.judged)
        plain += share.judged == "plain"
    return found


def _beside(shares: Sequence[ShareSlice], starts: Sequence[float]) -> list[str] | None:
    """The names beneath their parts, moved right of the one before; None where there is no room for all of them."""
    wides = [max(svg.width(share.name, 12), svg.width(share.text, svg.SMALL)) for share in shares]
    if sum(wides) + _BETWEEN * (len(wides) - 1) > WIDTH:
        return None
    places, end = [], WIDTH + _BETWEEN
    for start, wide in zip(_moved(starts, wides)[::-1], wides[::-1], strict=True):
        places.append(min(start, end - _BETWEEN - wide))
        end = places[-1]
    found = zip(shares, reversed(places), strict=True)
    return [svg.text(x, 54, s.name, svg.NAME) + svg.text(x, 69, s.text, "t") for s, x in found]


def _moved(starts: Sequence[float], wides: Sequence[float]) -> list[float]:
    found, free = [], 0.0
    for start, wide in zip(starts, wides, strict=True):
        found.append(max(start, free))
        free = found[-1] + wide + _BETWEEN
    return found


def _listed(shares: Sequence[ShareSlice], looks: Sequence[str]) -> Iterator[str]:
    """The names one beneath another, each with a piece of its colour."""
    for number, (share, look) in enumerate(zip(shares, looks, strict=True)):
        y = _BAR + 6 + number * _LINE
        name = svg.fitted(share.name, 200, 12)
        yield svg.filled(0, y + 3, 10, 10, look) + svg.text(16, y + 12.5, name, svg.NAME)
        yield svg.text(WIDTH, y + 12.5, svg.fitted(share.text, 130, svg.SMALL), "t", "end")


def _score(chart: ShareBar, score: Point, scale: AxisScale, top: float) -> Iterator[str]:
    """The scale with the score, its whisker and the threshold."""
    yield from _ruler(chart, scale, top + 51)
    if chart.limit and known(chart.limit.value) is not None:
        yield _limit(chart.limit, scale, top)
    value = known(score.value)
    if value is None:
        yield svg.text(WIDTH / 2, top + 43, svg.fitted(score.text or "no value", WIDTH, svg.SMALL), "t", "middle")
        return
    yield from _whisker(chart, score, scale, top + 43)
    x = scale.clipped(value)
    yield svg.dot(min(max(x, 5), WIDTH - 5), top + 43, 5, "hollow1" if score.hollow else "dot1")
    words = svg.fitted(score.text, WIDTH, svg.STRONG)
    half = min(svg.width(words, svg.STRONG), WIDTH) / 2
    yield svg.text(min(max(x, half), WIDTH - half), top + 33, words, "v ink1 halo", "middle")
    yield svg.box(0, top + 22, WIDTH, 30, "tip", tip=score.tip or f"{score.at}: {score.text}")


def _ruler(chart: ShareBar, scale: AxisScale, y: float) -> Iterator[str]:
    """The ends of the scale and round numbers between them."""
    low, high = scale.low, scale.high
    step, between = round_numbers(low, high)
    free = (high - low) / 12
    found = [low, *(each for each in between if low + free < each < high - free), high]
    for value in found:
        x = scale(value)
        anchor = "" if value == low else "end" if value == high else "middle"
        yield svg.path(f"M{svg.at(x, y)}v5", "axis")
        yield svg.text(x, y + 18, show_tick(value, chart.unit, step), "t", anchor)
    yield svg.path(f"M0 {svg.at(y)}H{svg.at(WIDTH)}", "axis")


def _limit(limit: Limit, scale: AxisScale, top: float) -> str:
    """The threshold, its name on the side where there is room; at an end with an arrow if it is beyond it."""
    x = scale.clipped(limit.value)
    left = x > WIDTH / 2
    if x != scale(limit.value):
        words = f"{limit.text} \N{RIGHTWARDS ARROW}" if left else f"\N{LEFTWARDS ARROW} {limit.text}"
        return svg.text(x, top + 19, svg.fitted(words, WIDTH, svg.SMALL), "limit", "end" if left else "")
    words = svg.fitted(limit.text, WIDTH / 2 - 8, svg.SMALL)
    return svg.path(f"M{svg.at(x, top + 10)}V{svg.at(top + 51)}", "dashed") + svg.text(
        x + (-4 if left else 4), top + 19, words, "limit", "end" if left else ""
    )


def _whisker(chart: ShareBar, score: Point, scale: AxisScale, y: float) -> Iterator[str]:
    """The interval, clipped to the scale, with both ends printed where there is room."""
    low, high = known(score.low), known(score.high)
    if low is None or high is None:
        return
    left, right = scale.clipped(low), scale.clipped(high)
    yield svg.path(f"M{svg.at(left, y)}H{svg.at(right)}m0 -5v10M{svg.at(left, y - 5)}v10", "whisker1")
    for x, value, anchor in ((left - 5, low, "end"), (right + 5, high, "")):
        words = show(value, chart.unit)
        if svg.width(words, svg.SMALL) <= (x if anchor else WIDTH - x):
            yield svg.text(x, y + 4, words, "t halo", anchor)
