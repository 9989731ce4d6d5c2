"""csmetrics trend: figures over many periods."""

from csmetrics.views.model import Asked, View, for_figures
from csmetrics.views.options import BY, CONFIG, CURRENCY, DATA, METRICS, PARTIAL, STRICT, WHEN, Option

LAST = 12


def _can_draw(asked: Asked) -> str:
    """Whether there can be a chart. Raises MissingLibraryError."""
    if not asked["chart"]:
        return ""
    if not asked.format.for_people:
        return f"--chart is for people, not for {asked.format.name}. Leave it out, or choose another format."
    VIEW.part("chart").plotter()
    return ""


VIEW = View(
    name="trend",
    help="Show figures over many months, quarters or years. Name no metric to see all of them.",
    example="csmetrics trend data nps mrr --last 24 --by country",
    options=(
        DATA,
        METRICS,
        Option(
            "last",
            "whole",
            "--last",
            f"Show this many periods; the last is the one of --period.  [default: {LAST}]",
            "N",
            default=LAST,
            least=1,
            most=1200,
        ),
        *WHEN,
        BY,
        Option("chart", "flag", "--chart", "Draw lines instead of a table. Needs csmetrics[chart]."),
        CURRENCY,
        CONFIG,
        STRICT,
        PARTIAL,
    ),
    fits=_can_draw,
    reads=for_figures,
    shown=("chart",),
)
