"""Cells as they stand in the files: in the file's own form of dates, amounts and words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from csmetrics.config import Config, TableConfig
from csmetrics.periods import from_day_number
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.checked import CheckedTable
from csmetrics.visible import visible

BLANKS: dict[str, Any] = {"date": NO_DAY, "score": NO_SCORE, "id": -1}


@dataclass(frozen=True, slots=True)
class Form:
    """How one file writes its cells.

    `minor` is how many of what it counts in its amounts make a unit of each currency (None: of rows that say none),
    `words` what it calls our words by column, `constants` are the columns that it does not have.

    >>> costs = {"date_format": "%d.%m.%Y", "decimal": ",", "delimiter": ";"}
    >>> form = Form.of("costs", Config(tables={"costs": costs}), {"EUR": 100, "JPY": 1})
    >>> form.written("amount", "money", 1_505_000, "EUR"), form.written("date", "date", 0)
    ('150,5', '01.01.1970')
    """

    table: TableConfig = field(default_factory=TableConfig)
    minor: Mapping[str | None, int] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: frozenset[str] = frozenset()

    @classmethod
    def of(cls, name: str, config: Config, minor: Mapping[str | None, int], file: CheckedTable | None = None) -> "Form":
        """The form of a table's file, of whose amounts so many `minor` units make a unit of each currency.

        What the file calls our words is known of a file that says so, else taken from the configuration.
        """
        table = config.table(name)
        return cls(
            table=table,
            minor=minor,
            words=_inverse(table) if file is None or file.words is None else file.words,
            constants=frozenset(table.constants),
        )

    def written(self, column: str, kind: str, value: Any, currency: str | None = None) -> str:
        """A value as the file writes it in a row of a currency; blank for none."""
        if kind in BLANKS and value == BLANKS[kind]:
            return ""
        if kind == "money":
            return self.amount(column, int(value), currency)
        write = _WRITERS.get(kind)
        if write is None:
            return self.words.get(column, {}).get(str(value), str(value))
        return write(self, column, value)

    def day(self, column: str, number: int) -> str:
        """A day."""
        day, form = from_day_number(number), self.table.for_column(column).date_format
        return day.strftime(form) if form and "%" in form else day.isoformat()

    def amount(self, column: str, millionths: int, currency: str | None) -> str:
        """An amount of money."""
        minor = self.minor.get(currency, 1)
        return self.pointed(column, f"{(Decimal(millionths) * minor / 1_000_000).normalize():f}")

    def pointed(self, column: str, number: str) -> str:
        """A number with the decimal sign of the file."""
        return number.replace(".", self.table.for_column(column).decimal or ".")


def _inverse(table: TableConfig) -> dict[str, dict[str, str]]:
    """What a file may call our words by column, where the configuration lists one word for them."""
    return {column: _only(table.meanings(column), known) for column, known in table.values.items()}


def _only(meanings: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    theirs = {visible(word).casefold(): word.strip() for word in known}
    said = list(meanings.values())
    return {ours: theirs[word] for word, ours in meanings.items() if said.count(ours) == 1}


_WRITERS: dict[str, Callable[[Form, str, Any], str]] = {
    "date": lambda form, column, day: form.day(column, int(day)),
    "number": lambda form, column, number: form.pointed(column, f"{float(number):g}"),
    "score": lambda _form, _column, score: str(int(score)),
    "second": lambda _form, _column, second: str(timedelta(seconds=int(second))),
}
