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
CONFIG = Option("config", "path", "--config", "Your settings.  [default: csmetrics.yaml in DATA, if it exists]", "FILE")
STRICT = Option("strict", "flag", "--strict", "Stop if any row cannot be used.")
PARTIAL = Option(
    "in_part",
    "flag",
    "--partial",
    "Report what your good files allow, name the missing figures and why, and exit with 1.",
)
CHECK = Option("check", "flag", "--check", "Exit with 3 if a figure breaches its threshold in csmetrics.yaml.")
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
    "Without --period: take the last complete month, quarter or year.",
    words=tuple(MONTHS),
    first=True,
)
AS_OF = Option(
    "as_of",
    "day",
    "--as-of",
    "The last day that your exports cover completely, such as 2026-10-31.  [default: as_of in csmetrics.yaml]",
    "DAY",
)
WHEN = (PERIOD, GRAIN, AS_OF)
BY = Option(
    "by",
    "attributes",
    "--by",
    "Divide the figures by a column of customers.csv, surveys, tickets or purchases. Several: country,plan.",
    "ATTRIBUTE",
)
CURRENCY = Option(
    "currency",
    "currency",
    "--currency",
    "Count only the rows in this currency, without conversion.  [default: all, at the rates in csmetrics.yaml]",
    "CODE",
)
METRIC = Option("metric", "metric")
METRICS = Option("metrics", "metrics", metavar="[METRIC]...")
THESE_METRICS = replace(METRICS, flag="--metric", help="Only this metric. Repeat it for more.", metavar="NAME")
STORE = Option(
    "store",
    "text",
    "--store",
    "A SQLite file, or postgresql+psycopg://user@host/database.  [default: store in csmetrics.yaml, else"
    " csmetrics-history.db in this folder]",
    "STORE",
    variable="CSMETRICS_STORE",
)


def limit(most: int, of: str, order: str = "biggest") -> Option:
    """--limit, for what would be too long to read; programs get everything."""
    return Option("limit", "limit", "--limit", f"Show the {order} N {of}.", "N", least=1, default=most)


def names(name: str, flag: str, noun: str, words: tuple[str, ...], default: str) -> Option:
    """Some of the words known; may be repeated, or parted by commas."""
    said = f"{joined(words, 'or')}. Repeat it for more.  [default: {default}]"
    return Option(name, "names", flag, said, "NAME", words, noun)
