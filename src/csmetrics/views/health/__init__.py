"""csmetrics health: customers by need of attention."""

from csmetrics.views.model import Asked, View
from csmetrics.views.options import BY, CONFIG, CURRENCY, DATA, STRICT, WHEN, Option, limit, names

LINES = 20  # for people
MONTHS = 3
BANDS = ("at_risk", "watch", "healthy", "unknown")


def _fit_together(asked: Asked) -> str:
    model, backtest = asked["model"], asked["backtest"]
    if model and backtest:
        return "--model and --backtest exclude one another."
    if asked["months"] and not backtest:
        return "--months is for --backtest."
    if (model or backtest) and (asked["bands"] or asked["by"] or asked["limit"] or asked["signals"]):
        return "--band, --by, --limit and --signals are for the list of customers."
    if asked["signals"] and not asked.format.for_people:
        return f"--signals is for people, not for {asked.format.name}. Leave it out: the JSON of health has the models."
    if model and not asked.format.for_people:
        return (
            f"--model prints YAML, not {asked.format.name}. Leave out --format, or name a .yaml file;"
            " the JSON of health has the models."
        )
    return ""


def _instead(asked: Asked) -> str:
    return "health_models" if asked["model"] else "backtest" if asked["backtest"] else ""


VIEW = View(
    name="health",
    help="List the customers who need attention: score, change, MRR, and what costs them most points.\n\n"
    "To see one customer's score signal by signal: csmetrics explain health_score DATA --customer ID.",
    example="csmetrics health data --band at_risk --by account_manager",
    options=(
        DATA,
        names("bands", "--band", "band", BANDS, "all"),
        Option("signals", "flag", "--signals", "Show the signals behind the scores, and how many customers have each."),
        Option("model", "flag", "--model", "Print the scoring rules as YAML, ready for csmetrics.yaml."),
        Option("backtest", "flag", "--backtest", "Show whether customers with low scores left in the past."),
        Option(
            "months",
            "whole",
            "--months",
            f"With --backtest: look this many months ahead.  [default: {MONTHS}]",
            "N",
            least=1,
            most=24,
        ),
        *WHEN,
        BY,
        limit(LINES, "customers", order="neediest"),
        CURRENCY,
        CONFIG,
        STRICT,
    ),
    fits=_fit_together,
    reads=lambda asked: {"attributes": asked["by"]},
    shown=("signals",),
    instead=_instead,
)
