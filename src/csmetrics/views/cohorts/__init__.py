"""csmetrics cohorts: what became of those who first paid in each period."""

from csmetrics.views.model import View
from csmetrics.views.options import CONFIG, CURRENCY, DATA, STRICT, WHEN, Option

VIEW = View(
    name="cohorts",
    help="Show how many of the customers who joined in each month still pay. --grain makes it quarters or years.",
    example="csmetrics cohorts data --of mrr --grain quarter",
    options=(
        DATA,
        Option(
            "of",
            "choice",
            "--of",
            "Count customers, or add up their MRR.  [default: customers]",
            words=("customers", "mrr"),
            default="customers",
        ),
        Option(
            "shown",
            "choice",
            "--as",
            "Show per cent of the first month, or numbers. JSON and CSV have both.  [default: share]",
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
