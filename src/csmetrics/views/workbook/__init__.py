"""csmetrics workbook: the month as a workbook of live formulas."""

from csmetrics.views.model import View
from csmetrics.views.options import CONFIG, CURRENCY, DATA, PARTIAL, STRICT, WHEN

VIEW = View(
    name="workbook",
    help="The month as a workbook of live formulas: figures over the tallies, the bridge, the trend, cohorts,"
    " customers, definitions, and checks that all is well.",
    example="csmetrics workbook data --period 2026-09 --output month.xlsx",
    options=(DATA, *WHEN, CURRENCY, CONFIG, STRICT, PARTIAL),
    reads=lambda asked: {"partial": asked["in_part"]},
    usual_format="xlsx",
)
