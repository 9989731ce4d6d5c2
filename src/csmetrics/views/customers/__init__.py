"""csmetrics customers: who stands behind a movement."""

from csmetrics.views.customers.movement_names import MOVEMENTS
from csmetrics.views.model import View
from csmetrics.views.options import BY, CONFIG, CURRENCY, DATA, STRICT, WHEN, limit, names

LINES = 20  # for people

VIEW = View(
    name="customers",
    help="List who joined, left, grew or shrank: MRR before and after, the day, and the rows of your files.",
    example="csmetrics customers data --movement churned --period 2026-09",
    options=(
        DATA,
        names("movements", "--movement", "movement", MOVEMENTS, f"all but {MOVEMENTS[-1]}"),
        *WHEN,
        BY,
        limit(LINES, "customers"),
        CURRENCY,
        CONFIG,
        STRICT,
    ),
    reads=lambda asked: {"attributes": asked["by"]},
)
