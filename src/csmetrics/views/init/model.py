"""What was understood of a folder, and what is left to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from csmetrics.config.write import one_line_each
from csmetrics.figures.model import Figure
from csmetrics.framed import Framed


@dataclass(frozen=True, slots=True)
class FiguredChoice:
    """One way to settle a question: what to write, what it means, and the figure that it leads to."""

    write: Mapping[str, Any]
    means: str = ""
    figure: str = ""

    @property
    def lines(self) -> str:
        """The lines for csmetrics.yaml."""
        return one_line_each(self.write)

    @property
    def said(self) -> str:
        """What it means and leads to, in a few words."""
        return ": ".join(part for part in (self.means, self.figure) if part)


@dataclass(frozen=True, slots=True)
class Question:
    """What only you can say: of which file and table, what, and what there is to choose from.

    A question that does not stop the report is worth a look.
    """

    file: str
    table: str
    asks: str
    choices: tuple[FiguredChoice, ...] = ()
    stops: bool = True


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column of a file that nobody knows: what stands there, and which columns of ours it may be."""

    name: str
    kind: str
    different: int
    examples: tuple[str, ...]
    may_be: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table that a file may be which nobody knows, and the lines under it that would then be right."""

    table: str
    write: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One file: what it was taken for and by which columns, what was seen in it, what is assumed, what it lacks."""

    file: str
    rows: int
    table: str | None = None
    layout: str | None = None
    title: str = ""  # "Stripe's subscriptions export"
    known_by: tuple[str, ...] = ()
    seen: str = ""  # "245 paying, 17 trials; USD, EUR"
    assumed: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)  # the lines under its table
    columns: tuple[ColumnSeen, ...] = ()  # of a file that is not known
    proposals: tuple[Proposal, ...] = ()
    problem: str = ""  # why it cannot be read


@dataclass(frozen=True, slots=True)
class Init(Framed, view="init"):
    """What was understood of a folder, the configuration for it, and the first figures or what they wait for.

    `written` is the file that the configuration was written to, if it was; `stopped` is what the report says where it
    gives no figures though nothing is left to decide.
    """

    folder: str
    files: tuple[FileSeen, ...]
    questions: tuple[Question, ...]
    yaml: str
    written: str | None = None
    period: str = ""
    figures: tuple[Figure, ...] = ()
    stopped: tuple[str, ...] = ()
