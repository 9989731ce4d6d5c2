"""What the cells of one column say of another: amounts of their currency, words of their interval count."""

from collections.abc import Iterable, Iterator, Mapping

from csmetrics.config import TableConfig
from csmetrics.tables.cells import Cells
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.intervals import times_counts

_COUNTED_AS_ONE = ("quantity", "interval_count")
Blanks = Mapping[str, tuple[bool, bool]]  # whether some cells of a column are blank, and whether some are filled


def said_of_others(
    columns: Mapping[str, Cells], file: str, table: str
) -> tuple[dict[str, Cells], tuple[FileRemark, ...]]:
    """The columns with what others say of them, and what is to be remarked on them."""
    found = dict(columns)
    if "interval" in found and found["interval"].counts is not None:
        found["interval_count"] = times_counts(found["interval"], found.get("interval_count"))
    for cells in columns.values():
        if cells.currencies is not None:
            faults = found["currency"].faults if "currency" in found else []
            found["currency"] = Cells(cells.currencies, cells.currencies.codes < 0, faults)
    texts = [*_open_signs(columns), *_three_decimals(columns)]
    return found, tuple(FileRemark(table, file, text) for text in texts)


def blanks_in(columns: Mapping[str, Cells], settings: TableConfig) -> dict[str, tuple[bool, bool]]:
    """Of the columns in which a blank cell beside filled ones is worth a word, whether there are both."""
    counted = {*_COUNTED_AS_ONE, "interval"} - ({"quantity"} if settings.amount_is == "line" else set())
    blanks = {name: columns[name].blank for name in (*_COUNTED_AS_ONE, "interval") if name in counted & columns.keys()}
    return {name: (bool(blank.any()), not blank.all()) for name, blank in blanks.items()}


def joined_blanks(parts: Iterable[Blanks]) -> dict[str, tuple[bool, bool]]:
    """The same of the parts of a table together."""
    found: dict[str, tuple[bool, bool]] = {}
    for part in parts:
        for name, (blank, filled) in part.items():
            before = found.get(name, (False, False))
            found[name] = (before[0] or blank, before[1] or filled)
    return found


def remarks_on_blanks(blanks: Blanks, file: str, table: str) -> tuple[FileRemark, ...]:
    """A blank quantity counts as 1, which is worth a word where others are filled."""
    text = "some rows have no {0}, others do; a row without {0} counts as 1."
    names = (name for name in _COUNTED_AS_ONE if all(blanks.get(name, (False,))))
    return tuple(FileRemark(table, file, text.format(name)) for name in names)


def _open_signs(columns: Mapping[str, Cells]) -> Iterator[str]:
    for sign in sorted(set().union(*(cells.signs for cells in columns.values()))):
        yield f"amounts are written with {sign}, the sign of several currencies; declare currency: in csmetrics.yaml."


def _three_decimals(columns: Mapping[str, Cells]) -> Iterator[str]:
    for name, cells in columns.items():
        if cells.three:
            yield (
                f"every {name} with decimals has three of them; if 1.234 was written for 1,234, hand over the text and "
                'declare thousands: ".", else declare decimal: ".".'
            )
