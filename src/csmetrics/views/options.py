"""What can be asked of a view on the command line, as data; those that views share are defined once."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from csmetrics.output.phrases import joined
from csmetrics.periods import MONTHS

OptionKind = Literal[
    "folder", "path", "flag", "text", "choice", "whole", "names", "metric", "metrics", "attributes", "period", "day",
    "limit", "currency",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to ask: what it is called in Python and, if it is no argument, as a flag.

    `words` are those of a choice or the names known; `noun` is what one of them is called, `blank` what is said of a
    text that is none.
    """

    name: str
    kind: OptionKind
    flag: str = ""
    help: str = ""
    metavar: str | None = None
    words: tuple[str, ...] = ()
    noun: str = ""
    default: Any = None
    least: int | None = None
    most: int | None = None
    blank: str = ""
    variable: str | None = None  # of the environment
    first: bool = False  # to be looked at before the others


DATA = Option("data", "folder", metavar="DATA")
CONFIG = Option(
    "config", "path", "--config", "The configuration.  [default: csmetrics.yaml in DATA, if there is one]", "FILE"
)
STRICT = Option("strict", "flag", "--strict", "Any row that cannot be used is an error.")
PARTIAL = Option(
    "in_part",
    "flag",
    "--partial",
    "Report what the good files allow, say which figures are missing and why, and exit with 1.",
)
CHECK = Option("check", "flag", "--check", "Exit with 3 if a threshold of csmetrics.yaml is breached.")
PERIOD = Option(
    "period",
    "period",
    "--period",
    "2026-09, 2026-Q3, 2026, 2026-01..2026-06, last-quarter, ytd or last-12-months."
    "  [default: the last complete month]",
    "PERIOD",
)
GRAIN = Option(
    "grain",
    "choice",
    "--grain",
    "Without --period: the last complete month, quarter or year.",
    words=tuple(MONTHS),
    first=True,
)
AS_OF = Option(
    "as_of",
    "day",
    "--as-of",
    "The files are complete until this day, such as 2026-10-31.  [default: as_of of the configuration]",
    "DAY",
)
WHEN = (PERIOD, GRAIN, AS_OF)
BY = Option(
    "by",
    "attributes",
    "--by",
    "By segment: a column of customers.csv (or of surveys, tickets, purchases), or several parted by commas.",
    "ATTRIBUTE",
)
CURRENCY = Option(
    "currency",
    "currency",
    "--currency",
    "The rows of this currency alone, in their own money.  [default: all, at the rates of the configuration]",
    "CODE",
)
METRIC = Option("metric", "metric")
METRICS = Option("metrics", "metrics", metavar="[METRIC]...")
THESE_METRICS = replace(METRICS, flag="--metric", help="This metric alone; may be repeated.", metavar="NAME")
STORE = Option(
    "store",
    "text",
    "--store",
    "A SQLite file, or postgresql+psycopg://user@host/database.  [default: store of the configuration, else"
    " csmetrics-history.db here]",
    "STORE",
    variable="CSMETRICS_STORE",
)


def limit(most: int, of: str, order: str = "biggest") -> Option:
    """--limit, for what would be too long to read; programs get everything."""
    return Option("limit", "limit", "--limit", f"The {order} N {of}.", "N", least=1, default=most)


def names(name: str, flag: str, noun: str, words: tuple[str, ...], default: str) -> Option:
    """Some of the words known; may be repeated, or parted by commas."""
    said = f"{joined(words, 'or')}; may be repeated.  [default: {default}]"
    return Option(name, "names", flag, said, "NAME", words, noun)
