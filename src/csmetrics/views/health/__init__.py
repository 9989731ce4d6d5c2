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
    help="Customers by need of attention: score, change, what is at stake, and what costs them most points.\n\n"
    "One customer's score, signal by signal with its rows: csmetrics explain health_score DATA --customer ID.",
    example="csmetrics health data --band at_risk --by account_manager",
    options=(
        DATA,
        names("bands", "--band", "band", BANDS, "all"),
        Option(
            "signals", "flag", "--signals", "Show what the scores are made of, and of how many customers it is known."
        ),
        Option("model", "flag", "--model", "Print the models in force as YAML, ready for csmetrics.yaml."),
        Option("backtest", "flag", "--backtest", "Did low scores in the past mean that customers left?"),
        Option(
            "months",
            "whole",
            "--months",
            f"With --backtest: so many months ahead.  [default: {MONTHS}]",
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
