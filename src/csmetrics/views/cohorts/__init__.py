"""csmetrics cohorts: what became of those who first paid in each period."""

from csmetrics.views.model import View
from csmetrics.views.options import CONFIG, CURRENCY, DATA, STRICT, WHEN, Option

VIEW = View(
    name="cohorts",
    help="What became of those who first paid in each month (or quarter or year, with --grain).",
    example="csmetrics cohorts data --of mrr --grain quarter",
    options=(
        DATA,
        Option(
            "of",
            "choice",
            "--of",
            "What is followed.  [default: customers]",
            words=("customers", "mrr"),
            default="customers",
        ),
        Option(
            "shown",
            "choice",
            "--as",
            "In per cent of the beginning, or in numbers; json and csv have both.  [default: share]",
            words=("share", "value"),
            default="share",
        ),
        *WHEN,
        CURRENCY,
        CONFIG,
        STRICT,
    ),
    reads=lambda _: {"detail": False, "partition": True},
    shown=("shown",),
)
