"""What a layout says: whose export it is, by which header it is known, and what its columns are to us."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from csmetrics.config import TableConfig
from csmetrics.config.details import fault
from csmetrics.config.row_rules import row_rule_faults
from csmetrics.config.scalars import Header, Name, OrEmpty, suggestion
from csmetrics.config.sections import Section
from csmetrics.config.working_out import formula_of, headers_of
from csmetrics.declared import TABLES
from csmetrics.synonyms import folded


def _listed(given: Any) -> Any:
    """One name stands for a list of one."""
    return [given] if isinstance(given, str) else given


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f'"{text}" is no pattern: {error}.') from None
    return text


Headers = Annotated[tuple[Header, ...], BeforeValidator(_listed)]
HeaderPattern = Annotated[str, BeforeValidator(_pattern)]


class KnownHeader(Section):
    """The header of an export, as far as it is known. Neither case nor order matters."""

    required: Headers = Field(
        default=(), description="Columns by which the export is known: all are there. Without any, a line must name it."
    )
    optional: Headers = Field(default=(), description="Columns that may be there.")
    patterns: Headers = Field(default=(), description='Columns that are called in a certain way: "* (metadata)".')
    also: Annotated[dict[Header, Headers], OrEmpty] = Field(
        default_factory=dict, description="A column, and what older exports call it."
    )

    def names(self, column: str) -> tuple[str, ...]:
        """What a column is called, in all generations of the export."""
        return (column, *self.also.get(column, ()))


class SurveyQuestion(Section):
    """A question of a survey by its words, where no header can be known in advance."""

    column: Name = Field(default="score", description="Our column that the answers are.")
    survey: Literal["nps", "csat", "ces"] | None = Field(default=None, description="Which survey its answers are of.")
    asks: HeaderPattern = Field(description="A pattern that its header matches, such as: how likely.*recommend")
    required: bool = Field(default=False, description="Whether the export is known by this question.")


class Choice(Section):
    """One way to settle what is left open: the lines to write, and what they mean."""

    write: TableConfig = Field(
        description='The lines of csmetrics.yaml under the table; "*" is each column that the layout does not know.'
    )
    means: Name = Field(description="What is then the case.")


class Decide(Section):
    """What no documentation settles, so that somebody who knows must say it."""

    asks: Name = Field(description="The question, in one line.")
    choices: tuple[Choice, ...] = Field(description="What there is to choose from.")
    column: Header | None = Field(default=None, description="Asked only of files that have this column of theirs.")
    lacks: Name | None = Field(default=None, description="Asked only where nothing gives this column of ours.")
    stops: bool = Field(default=True, description="Whether nothing is reported until it is said.")
    told_by: Header | None = Field(
        default=None, description="Their column whose days may tell: a choice whose date_format alone reads them holds."
    )


class CannotTell(Section):
    """What the export does not hold, though figures need it."""

    tallies: tuple[Name, ...] = Field(default=(), description="Tallies that are unavailable for it.")
    says: Name = Field(description="The reason, as reports give it.")


class Layout(Section):
    """One export of one system."""

    title: Name = Field(description="What it is called: Stripe's customers export.")
    system: Name = Field(description="The system that writes it.")
    table: Literal[
        "customers", "subscriptions", "surveys", "costs", "purchases", "reviews", "tickets", "usage", "answers"
    ] = Field(description="The table of ours that it is.")
    tier: Literal["exact", "partial"] = Field(
        default="partial", description="exact: files are known by themselves; partial: layout: NAME says it."
    )
    source: Name = Field(description="Where the facts are from.")
    header: KnownHeader = Field(description="The header by which it is known.")
    columns: Annotated[dict[str, Headers], OrEmpty] = Field(
        default_factory=dict, description="Our column name: the header, or several of which the first there is taken."
    )
    settings: TableConfig = Field(
        default_factory=TableConfig, description="Everything else that is said of a table in csmetrics.yaml."
    )
    questions: tuple[SurveyQuestion, ...] = Field(default=(), description="Questions of surveys, by their words.")
    assumes: tuple[Name, ...] = Field(default=(), description="What is taken for granted, a sentence each.")
    decide: tuple[Decide, ...] = Field(default=(), description="What is left to say.")
    cannot_tell: tuple[CannotTell, ...] = Field(default=(), description="What the export does not hold.")
    steps: tuple[Name, ...] = Field(default=(), description="Where to click, as far as it is known.")

    _name: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        """What it is called in csmetrics.yaml: layout: stripe_customers."""
        return self._name

    def named(self, name: str) -> "Layout":
        """The same layout, which knows its name."""
        self._name = name
        return self

    @model_validator(mode="after")
    def _fits_the_table(self) -> "Layout":
        table, settings = TABLES[self.table], self.settings
        if table.open or settings.shape:  # another shape has other columns
            return self
        named = (*self.columns, *settings.constants, *settings.values, *settings.compute)
        if unknown := [name for name in named if name not in table.columns]:
            raise ValueError(f"{unknown[0]} is no column of {self.table}.{suggestion(unknown[0], table.columns)}")
        return self

    @model_validator(mode="after")
    def _rests_on_its_header(self) -> "Layout":
        faults = [*row_rule_faults({self.table: self.settings}, {})] or [*self._undeclared()]
        if faults:
            placed = [InitErrorDetails({**each, "loc": ("settings", *each["loc"][1:])}) for each in faults]
            raise ValidationError.from_exception_data("settings", placed)
        return self

    def _undeclared(self) -> Iterator[InitErrorDetails]:
        """Columns of theirs that formulas and conditions name, and the header does not."""
        named = [("compute", ours, text, headers_of(formula_of(text))) for ours, text in self.settings.compute.items()]
        named += [("where", column, column, iter([column])) for column in self.settings.where]
        for part, key, given, columns in named:
            for column in columns:
                if not self.is_known(column):
                    text = f'"{column}" is no column of the header. Name it there, under required or optional.'
                    yield fault((self.table, part, key), given, text)

    @property
    def known(self) -> frozenset[str]:
        """Every name of a column that the export is known to have, folded."""
        return frozenset(
            folded(each)
            for column in (*self.header.required, *self.header.optional)
            for each in self.header.names(column)
        )

    def is_known(self, name: str) -> bool:
        """Whether a column of a file is one that the export is known to have."""
        return folded(name) in self.known or any(_like(pattern, name) for pattern in self.header.patterns)

    def found(self, column: str, header: Iterable[str]) -> str | None:
        """What a column is called in a file; None where it is not there."""
        there = by_name(header)
        return next((there[folded(each)] for each in self.header.names(column) if folded(each) in there), None)

    def unknown(self, header: Iterable[str]) -> list[str]:
        """The columns of a file that the layout does not know, such as the questions of a survey."""
        return [name for name in header if name and not self.is_known(name)]


def by_name(header: Iterable[str]) -> Mapping[str, str]:
    """The columns of a file by their names without what is no part of one; of two alike the first."""
    found: dict[str, str] = {}
    for name in header:
        found.setdefault(folded(name), name)
    return found


def _like(pattern: str, name: str) -> bool:
    """Whether a name is of the form "* (metadata)"."""
    parts = (re.escape(folded(part)) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), folded(name)) is not None
