"""The lines of a trend drawn in the terminal: a chart a metric, a line a segment. Needs the extra csmetrics[chart]."""

import importlib
import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise
from typing import Any

from csmetrics.errors import MissingLibraryError
from csmetrics.figures.trend import Trend, TrendLine
from csmetrics.output.page import Block, Drawing, Line, Paragraph, Title
from csmetrics.output.readable import show
from csmetrics.output.sentences import count_of, segment_name
from csmetrics.periods import Period

HEIGHT = 14
LEAST_WIDTH = 30
WIDEST = 160
MARKS = ("●", "■", "▲", "◆", "○")  # tell the lines apart where there is no colour; more could not be followed
_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 5
_TICK_ROOM = 14  # of the name of a period


def plotter() -> Any:
    """The plotting library. Raises MissingLibraryError with the command that installs it."""
    try:
        return importlib.import_module("plotext")
    except ImportError:
        raise MissingLibraryError(
            "Charts are drawn with plotext, which is not installed: pip install 'csmetrics[chart]'"
        ) from None


def charts(trend: Trend) -> Iterator[Block]:
    """For each metric its title, a drawing and what each mark stands for."""
    for _, members in groupby(trend.lines, key=lambda line: line.metric):
        found = list(members)
        drawn = _biggest([line for line in found if any(value is not None for value in line.values)])
        yield Title(found[0].title, level=2)
        if drawn:
            yield Drawing(partial(draw, trend.periods, drawn))
        marks = [f"{mark} {segment_name(line.segment)}" for mark, line in zip(MARKS, drawn, strict=False)]
        more = len(found) - len(drawn)
        rest = f"; {count_of(more, 'more segment')} with --format csv" if more else ""
        if trend.by:
            yield Paragraph((Line("  ".join(marks) + rest, "quiet"),))


def draw(periods: Sequence[Period], drawn: Sequence[TrendLine], width: int, colour: bool) -> str:
    """The lines over the periods, a gap where a value is missing, the scale in the metric's unit."""
    library = plotter()
    library.terminal.limit(width=False, height=False)
    figure = library.figure
    figure.clear()
    figure.theme("simple")
    figure.plot_size(min(max(width, LEAST_WIDTH), WIDEST), HEIGHT)
    for mark, line in reversed(list(zip(MARKS, drawn, strict=False))):  # the whole last, on top of the others
        _add(figure, line, mark if len(drawn) > 1 else "braille")
    heights = [value for line in drawn for value in line.values if value is not None]
    scale = ticks(min(heights), max(heights))
    figure.ruler("y").ticks(scale, [show(tick, drawn[0].unit) for tick in scale])
    figure.ruler("y").lim(min(*scale, *heights), max(*scale, *heights))
    shown = _positions(len(periods), width)
    figure.ruler("x").ticks(shown, [periods[at].name for at in shown])
    drawing = figure.build().string(colorless=not colour)
    figure.clear()
    return "\n".join(row.rstrip() for row in drawing.split("\n")).rstrip("\n") + "\n"


def _biggest(found: Sequence[TrendLine]) -> list[TrendLine]:
    """The whole and the segments with most behind them, in the order of the trend."""
    by_size = sorted(found, key=lambda line: (bool(line.segment), -(line.figures[-1].n or 0)))[: len(MARKS)]
    return [line for line in found if line in by_size]


def ticks(low: float, high: float) -> list[float]:
    """A handful of round numbers that span the values.

    >>> ticks(11_483, 12_435), ticks(0.026, 0.04), ticks(3, 3)
    ([11250.0, 11500.0, 11750.0, 12000.0, 12250.0, 12500.0], [0.025, 0.03, 0.035, 0.04], [2.0, 2.5, 3.0, 3.5, 4.0])
    """
    if low == high:
        low, high = low - (abs(low) / 3 or 1), high + (abs(high) / 3 or 1)
    rough = (high - low) / (_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 12) for at in range(first, last + 1)]


def _add(figure: Any, line: TrendLine, mark: str) -> None:
    there = [(at, value) for at, value in enumerate(line.values) if value is not None]
    signal = figure.signal([at for at, _ in there], [value for _, value in there], marker=mark)
    signal.lines()
    for place, ((before, _), (at, _)) in enumerate(pairwise(there), 1):
        if at - before > 1:
            signal.line(place, False)
    figure.draw(signal)


def _positions(count: int, width: int) -> list[int]:
    """The newest period and as many before it, evenly, as have room for their names."""
    step = max(math.ceil(count * _TICK_ROOM / max(width, LEAST_WIDTH)), 1)
    return list(range(count - 1, -1, -step))[::-1]
