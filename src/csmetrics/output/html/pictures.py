"""The drawings of charts, and how they look."""

from csmetrics.output import charts
from csmetrics.output.charts.model import Chart

STYLE: str = getattr(charts, "STYLE", "")


def draw(chart: Chart) -> str:
    """A chart as a drawing."""
    drawn: str = charts.draw(chart) if hasattr(charts, "draw") else ""
    return drawn
