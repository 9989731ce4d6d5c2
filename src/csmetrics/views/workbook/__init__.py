"""csmetrics workbook: the month as a workbook of live formulas."""

from csmetrics.views.model import View
from csmetrics.views.options import CONFIG, CURRENCY, DATA, PARTIAL, STRICT, WHEN

VIEW = View(
    name="workbook",
    help="Write the month as a workbook with live formulas: figures, bridge, trend, cohorts, customers,"
    " definitions, and checks.",
    example="csmetrics workbook data --period 2026-09 --output month.xlsx",
    options=(DATA, *WHEN, CURRENCY, CONFIG, STRICT, PARTIAL),
    reads=lambda asked: {"partial": asked["in_part"]},
    usual_format="xlsx",
)
