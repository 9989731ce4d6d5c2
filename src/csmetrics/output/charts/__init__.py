"""Pictures of figures: what is drawn, as data (`model`), and how each kind of it is drawn as SVG.

    draw(Sparkline("MRR: 100 in May, 120 in June", (100, 120)))

A new kind is a class in `model`, a file in this folder with a function `draw`, and a line in `_FILES`. The drawings
have no `id` at all, so any number of them can stand on one page or in one notebook.
"""

import importlib
from typing import TYPE_CHECKING

from csmetrics.output.charts.classes import STYLE
from csmetrics.output.charts.model import (
    BarChart,
    Chart,
    ColumnChart,
    LineChart,
    ShareBar,
    Sparkline,
    Waterfall,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["STYLE", "draw"]

_FILES: dict[type[Chart], str] = {
    LineChart: "line",
    ColumnChart: "column_chart",
    Waterfall: "waterfall",
    BarChart: "bars",
    ShareBar: "shares",
    Sparkline: "spark",
}


def draw(chart: Chart) -> str:
    """The chart as SVG, to stand in a page that has `STYLE` and its custom properties."""
    drawn: Callable[[Chart], str] = importlib.import_module(f"{__name__}.{_FILES[type(chart)]}").draw
    return drawn(chart)
