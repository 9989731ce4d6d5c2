"""Which tables a file may be that nobody knows, and the lines that would then be right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csmetrics.declared import TABLES
from csmetrics.views.init.known import may_be, may_be_ours, one_for_all
from csmetrics.views.init.look import Look, Looked
from csmetrics.views.init.model import ColumnSeen, Proposal

_MOST = 4


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a file fits a table: our columns with theirs, those that one value stands in for, the names alike."""

    table: str
    columns: Mapping[str, str]
    constants: tuple[str, ...]
    alike: int

    @property
    def write(self) -> dict[str, Any]:
        constants = {name: (TABLES[self.table].columns[name].choices or ("...",))[0] for name in self.constants}
        return {"columns": dict(self.columns)} | ({"constants": constants} if constants else {})


def columns_seen(looked: Looked) -> tuple[ColumnSeen, ...]:
    """The columns of a file, and what each may be by its name."""
    return tuple(
        ColumnSeen(look.name, look.kind, look.different, look.examples, tuple(may_be_ours(look)))
        for look in looked.columns
    )


def proposals(looked: Looked) -> tuple[Proposal, ...]:
    """The tables that a file may be, the likeliest first: each column that must be there has one that could be it."""
    fits = (fit for fit in _fits(looked) if fit.alike or fit.table != "customers")  # any file has something like an id
    found = sorted(fits, key=lambda fit: (-fit.alike, len(fit.constants)))
    return tuple(Proposal(fit.table, {"file": looked.file, **fit.write}) for fit in found[:_MOST])


def _fits(looked: Looked) -> Iterator[_Fit]:
    for table, declared in TABLES.items():
        columns: dict[str, str] = {}
        constants = []
        for ours in (name for name, column in declared.columns.items() if column.required or name == "customer_id"):
            free = [look for look in may_be(table, ours, looked) if look.name not in columns.values()]
            if one_for_all(ours):
                free = [look for look in free if _is_alike(table, ours, look)]
            if free:
                columns[ours] = free[0].name
            elif one_for_all(ours):
                constants.append(ours)
            elif declared.columns[ours].required:
                break
        else:
            alike = sum(_is_alike(table, ours, looked.column(theirs)) for ours, theirs in columns.items())
            yield _Fit(table, columns, tuple(constants), alike)


def _is_alike(table: str, ours: str, look: Look | None) -> bool:
    return look is not None and f"{table}.{ours}" in may_be_ours(look)
