"""Command lines: those that people type, and those that slip out of scripts."""

import random
from collections.abc import Sequence

from fuzz import nasty

PERIODS = (
    "2026-09",
    "2026-01",
    "2026-Q2",
    "2025",
    "2024-07",
    "2026-01..2026-06",
    "last-12-months",
    "2023-05",
    "2027-01",
)
METRICS = (
    "mrr", "nps", "csat", "cac", "clv", "customer_churn_rate", "health_score", "customers_at_risk", "comments", "arr",
    "theme_price_share", "theme_nothing_share", "net_revenue_retention", "review_rating", "clv_to_cac",
    "new_customers",
)  # fmt: skip
ATTRIBUTES = (
    "country",
    "channel",
    "plan",
    "product",
    "cohort",
    "account_manager",
    "country,plan",
    "name",
    "amount",
    "date",
    "value",
)
MOVEMENTS = ("new", "churned", "expansion", "contraction", "returned", "active", "joined-and-left", "new,churned")
FORMS = ("table", "json", "json", "json", "csv", "markdown", "xlsx")
OUTPUTS = (
    "out.txt",
    "out.xlsx",
    "-",
    "DATA/out.json",
    "DATA/customers.csv",
    "DATA",
    "no/such/folder.json",
    "/dev/null",
    "/dev/full",
    "csmetrics.yaml",
)
ANYWHERE = tuple(name for name in OUTPUTS if name not in ("DATA/customers.csv", "csmetrics.yaml"))  # of who reads none
STORES = (
    "h.db", "h.db", "h.db", "new.db", "DATA", "DATA/customers.csv", "no/such/h.db",
    "postgresql+psycopg://u:secret@localhost:1/db",
    "postgresql+psycopg://u@localhost:port/db", "mysql://u@localhost/db", "sqlite:///h.db", "sqlite://", "://",
    "h.db?x=1",
)  # fmt: skip
COMMON = {
    "--config": ("csmetrics.yaml", "DATA/csmetrics.yaml", "DATA", "DATA/customers.csv", "gone.yaml"),
    "--format": FORMS,
    "--output": OUTPUTS,
}
TIME = {"--period": PERIODS, "--grain": ("month", "quarter", "year")}
OF_DATA = {**COMMON, **TIME, "--strict": (None,)}
LIMIT = {"--limit": ("1", "3", "1000000")}
Options = dict[str, tuple[str | None, ...]]
COMMANDS: dict[str, tuple[tuple[Sequence[str], ...], Options]] = {
    "report": (
        (),
        {**OF_DATA, "--by": ATTRIBUTES, "--metric": METRICS, "--check": (None,), "--all": (None,),
         "--section": ("revenue", "value,health", "customers", "churn")},
    ),
    "trend": ((METRICS,), {**OF_DATA, "--by": ATTRIBUTES, "--last": ("1", "3", "60", "5000"), "--chart": (None,)}),
    "board": (
        (),
        {**OF_DATA, "--by": ATTRIBUTES,
         "--sections": ("short", "revenue,risk", "changed", "data,definitions", "nothing"), "--no-quotes": (None,),
         "--title": ("Ours", " ", "<b>"), "--check": (None,), "--store": STORES},
    ),
    "cohorts": ((), {**OF_DATA, "--of": ("customers", "mrr"), "--as": ("share", "value")}),
    "customers": ((), {**OF_DATA, **LIMIT, "--by": ATTRIBUTES, "--movement": MOVEMENTS}),
    "health": (
        (),
        {**OF_DATA, **LIMIT, "--by": ATTRIBUTES, "--band": ("at_risk", "watch", "healthy,unknown"), "--model": (None,),
         "--signals": (None,),         "--backtest": (None,), "--months": ("1", "3", "24")},
    ),
    "feedback": ((), {**OF_DATA, **LIMIT, "--theme": ("price", "bugs", "(untagged)"), "--no-quotes": (None,)}),
    "explain": ((), {**OF_DATA, **LIMIT, "--by": ATTRIBUTES, "--customer": ("C001", "C002", "nobody")}),
    "workbook": ((), {**OF_DATA, "--as-of": ("2026-09-30", "2024-08-15")}),
    "snapshot": (
        (),
        {**OF_DATA, "--by": ATTRIBUTES, "--last": ("1",
        "3"), "--restate": ("corrected prices",), "--check": (None,), "--store": STORES},
    ),
    "history": (
        (METRICS,),
        {**COMMON, "--store": STORES, "--export": ("exported", "new", "DATA"), "--import": ("exported", "exported",
        "gone", "DATA")},
    ),
    "check": ((), {**COMMON, "--all": (None,)}),
    "init": ((), {"--print": (None,), "--format": FORMS, "--output": OUTPUTS}),
    "schema": ((("report", "config", "reprot", ""),), {"--format": FORMS, "--output": ANYWHERE}),
    "layouts": ((("stripe_payments", "surveymonkey", "stripe", ""),), {"--format": FORMS, "--output": ANYWHERE}),
    "metrics": ((METRICS,), {"--format": FORMS, "--output": ANYWHERE}),
}  # fmt: skip
OFTEN = ("report", "report", "report", "explain", "customers", "snapshot", "check", "init", "health", *COMMANDS)
USUAL = {"--format", "--period"}


def command_line(chance: random.Random, *, strange: bool) -> list[str]:
    """A command with some of its options; a strange one has values that nobody meant."""
    name = chance.choice(OFTEN)
    further, options = COMMANDS[name]
    line = [name]
    if name == "explain":
        line.append(chance.choice(METRICS))
    if name not in ("history", "layouts", "metrics", "schema"):
        line.append("DATA")
    line += [chance.choice(values) for values in further if chance.random() < 0.4]
    for option, values in options.items():
        if chance.random() < (0.6 if option in USUAL else 0.02 if option == "--output" else 0.12):
            line += [part for part in (option, chance.choice(values)) if part is not None]
    return _strange(line, chance) if strange else line


def _strange(line: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(line))
    change = chance.choice(("value", "value", "value", "gone", "twice", "moved", "other option"))
    if change == "value":
        line[at] = chance.choice(nasty.ARGUMENTS)
    elif change == "gone":
        del line[at]
    elif change == "twice":
        line.insert(at, line[at])
    elif change == "moved":
        line.insert(0, line.pop(at))
    else:
        line += [
            chance.choice(
                (
                    "--by",
                    "--period",
                    "--limit",
                    "--store",
                    "--config",
                    "--section",
                    "--timings",
                    "--no-pager",
                    "--help",
                    "--version",
                    "-x",
                )
            )
        ]
        line += [chance.choice(nasty.ARGUMENTS)]
    return line
