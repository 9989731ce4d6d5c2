"""Which tables a file may be that nobody knows, and the lines that would then be right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csmetrics.columns import Table
from csmetrics.declared import SHAPES, TABLES
from csmetrics.synonyms import bare, folded, is_annual
from csmetrics.views.init.inspection import InspectedFile, Look
from csmetrics.views.init.model import ColumnSeen, Proposal
from csmetrics.views.init.recognised import kinds_of, may_be, names_of, one_for_all

_MOST = 4
_ENDS = ("end", "until", "expir", "cancel", "churn")
_TABLES = (*TABLES.values(), *SHAPES.values())


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a file fits a table: our columns with theirs, those that one value stands in for, the names alike."""

    table: Table
    columns: Mapping[str, str]
    constants: tuple[str, ...]
    alike: int

    @property
    def write(self) -> dict[str, Any]:
        constants = {name: (self.table.columns[name].choices or ("...",))[0] for name in self.constants}
        if "interval" in self.table.columns and is_annual(self.columns.get("amount", "")):
            constants["interval"] = "year"
        shape = {"shape": self.table.shape} if self.table.shape else {}
        return shape | {"columns": dict(self.columns)} | ({"constants": constants} if constants else {})


def columns_seen(looked: InspectedFile) -> tuple[ColumnSeen, ...]:
    """The columns of a file, and what each may be by its name."""
    return tuple(
        ColumnSeen(look.name, look.kind, look.different, look.examples, tuple(_may_be_ours(look)))
        for look in looked.columns
    )


def _may_be_ours(look: Look) -> Iterator[str]:
    """Which columns of ours a column may be by its name, and of which tables where that is not all of them."""
    found: dict[str, dict[str, None]] = {}
    for table in _TABLES:
        for ours in table.columns:
            if _is_alike(table, ours, look):
                found.setdefault(ours, {})[table.name] = None
    for ours, tables in found.items():
        yield ours if len(tables) > _MOST else f"{ours} of {', '.join(tables)}"


def proposals(looked: InspectedFile, form: Mapping[str, Any]) -> tuple[Proposal, ...]:
    """The tables that a file may be, the likeliest first: each column that must be there has one that could be it."""
    fits = (fit for fit in _fits(looked) if fit.alike or fit.table.name != "customers")  # any file has some id
    found = sorted(fits, key=lambda fit: (-fit.alike, len(fit.constants), -len(fit.columns)))
    return tuple(Proposal(fit.table.name, {"file": looked.file, **form, **fit.write}) for fit in found[:_MOST])


def _fits(looked: InspectedFile) -> Iterator[_Fit]:
    for table in _TABLES:
        columns: dict[str, str] = {}
        constants = []
        for ours in (name for name, column in table.columns.items() if column.required or name == "customer_id"):
            free = [look for look in may_be(table, ours, looked) if look.name not in columns.values()]
            if one_for_all(ours):
                free = [look for look in free if _is_alike(table, ours, look)]
            if free:
                columns[ours] = free[0].name
            elif one_for_all(ours):
                constants.append(ours)
            elif table.columns[ours].required:
                break
        else:
            columns |= _further(table, looked, columns)
            alike = sum(_is_alike(table, ours, looked.column(theirs)) for ours, theirs in columns.items())
            yield _Fit(table, columns, tuple(constants), alike)


def _further(table: Table, looked: InspectedFile, taken: Mapping[str, str]) -> dict[str, str]:
    """Columns that need not be there, by their names; and where the rows end, by a word of its header."""
    free = [look for look in looked.columns if look.name not in taken.values()]
    found = {
        ours: look.name
        for ours, column in table.columns.items()
        if not column.required and ours not in taken
        for look in free
        if _is_alike(table, ours, look)
    }
    if "end_date" in table.columns and "end_date" not in found:
        ends = [look.name for look in free if look.kind == "dates" and any(word in bare(look.name) for word in _ENDS)]
        found |= {"end_date": ends[0]} if len(ends) == 1 else {}
    return found


def _is_alike(table: Table, ours: str, look: Look | None) -> bool:
    """Whether a column has a name of ours, and values that may stand there."""
    return (
        look is not None and folded(look.name) in names_of(table, ours) and look.kind in kinds_of(table.columns[ours])
    )
