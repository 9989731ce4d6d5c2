"""What the configuration says of the rows of a file, with the headers as the file has them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from csmetrics.config import TableConfig
from csmetrics.config.mapping import Condition
from csmetrics.config.working_out import ColumnValue, Formula, Joined, Sum, formula_of, headers_of, is_number
from csmetrics.errors import did_you_mean, whole
from csmetrics.sources.source import Places
from csmetrics.synonyms import folded

_MOST_NAMES = 40  # of columns that a message lists
_MADE = "\0"  # before the name of a column that is worked out: no header begins so


@dataclass(frozen=True, slots=True)
class RowRules:
    """The conditions that rows must meet, and what our columns are worked out of, by headers of the file."""

    where: tuple[tuple[str, Condition], ...] = ()
    compute: Mapping[str, Formula] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.where or self.compute)

    @property
    def made(self) -> dict[str, str]:
        """The columns that are worked out, and what they are called among those of the file."""
        return {name: _MADE + name for name in self.compute}

    @property
    def calculated(self) -> frozenset[str]:
        """Those of them that are numbers, written plainly whatever the form of the file, as they are called there."""
        return frozenset(_MADE + name for name, formula in self.compute.items() if is_number(formula))

    @property
    def looked_at(self) -> set[str]:
        """The columns of the file that are needed for it."""
        return {header for header, _ in self.where} | {
            name for each in self.compute.values() for name in headers_of(each)
        }


def rules_for(header: Sequence[str], places: Places, settings: TableConfig) -> RowRules:
    """The rules for a file with this header. Raises DataError where it lacks a column that they name."""
    where = tuple((_there(name, header, places, "where names"), each) for name, each in settings.where.items())
    compute = {
        ours: _resolved(formula_of(text), header, places, f"compute names for {ours}")
        for ours, text in settings.compute.items()
    }
    return RowRules(where, compute)


def found_in(name: str, header: Sequence[str]) -> str | None:
    """A column by its name, whatever its case, blanks and hyphens."""
    if name in header:
        return name
    return next((theirs for theirs in header if theirs and folded(theirs) == folded(name)), None)


def listed(header: Sequence[str]) -> str:
    """The columns of a header, for a message."""
    more = f" and {len(header) - _MOST_NAMES:,} more" if len(header) > _MOST_NAMES else ""
    return f"{', '.join(header[:_MOST_NAMES])}{more}"


def _there(name: str, header: Sequence[str], places: Places, who: str) -> str:
    found = found_in(name, header)
    if found is None:
        fix = f"The header has {listed(header)}.{did_you_mean(name, header)}"
        raise whole(places.locate(1), f"no column {name}, which {who}", fix)
    return found


def _resolved(formula: Formula, header: Sequence[str], places: Places, who: str) -> Formula:
    """The formula with its columns as the header has them."""
    if isinstance(formula, ColumnValue):
        return ColumnValue(_there(formula.header, header, places, who))
    if isinstance(formula, Joined):
        return Joined(tuple(_resolved(part, header, places, who) for part in formula.parts))
    if isinstance(formula, Sum):
        left, right = (_resolved(part, header, places, who) for part in (formula.left, formula.right))
        return replace(formula, left=left, right=right)
    return formula


def leaves_of(formula: Formula) -> Iterator[ColumnValue | Joined]:
    """The cells and joined texts that numbers are read of."""
    if isinstance(formula, Sum):
        yield from leaves_of(formula.left)
        yield from leaves_of(formula.right)
    elif isinstance(formula, ColumnValue | Joined):
        yield formula
