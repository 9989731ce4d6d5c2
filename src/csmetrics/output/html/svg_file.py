"""A chart as an SVG file by itself, which looks as it does on a page."""

import re
from functools import cache
from importlib.resources import files

from csmetrics.output.charts import STYLE, draw
from csmetrics.output.charts.model import Chart

_FIRST = re.compile(r"<svg .*?</svg>", re.DOTALL)
_BOX = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')
_TOKENS = re.compile(r"--[\w-]+:[^;{}]+;")
_OF_PAGES = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\}|\.cs-narrow\{[^}]*\}|\n")
_WIDTH = 720  # pixels
_LETTERS = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"


def alone(chart: Chart) -> str:
    """The chart, in its wide form if it has two, on its own ground and with its own style.

    >>> from csmetrics.output.charts.model import Sparkline
    >>> alone(Sparkline("MRR: 100, 120", (100, 120)))[:71]
    '<svg xmlns="http://www.w3.org/2000/svg" style="width:124px;height:40px;'
    """
    found = _FIRST.search(draw(chart))
    drawn = found[0] if found else ""
    box = _BOX.search(drawn)
    width, height = (float(box[1]), float(box[2])) if box else (0.0, 0.0)
    scale = _WIDTH / width if width > _WIDTH / 4 else 1
    size = f"width:{width * scale:.0f}px;height:{height * scale:.0f}px"
    head, _, rest = drawn.partition(">")
    opened = head.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" style="{size};{_colours()}" ', 1)
    return f"{opened}><style>{_style()}</style>{rest}"


@cache
def _colours() -> str:
    """The light ones of a page; on the drawing itself, so that nothing else in a notebook takes them."""
    css = files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    tokens = "".join(_TOKENS.findall(css.partition("}")[0]))
    return f"{tokens}background:var(--ground);font-family:{_LETTERS}"


@cache
def _style() -> str:
    """The style of the charts, without what depends on the width of a page."""
    return _OF_PAGES.sub("", STYLE)
