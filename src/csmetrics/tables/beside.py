"""What the cells of one column say of another: amounts of their currency, words of their interval count."""

from collections.abc import Iterator, Mapping

from csmetrics.tables.cells import Cells
from csmetrics.tables.intervals import times_counts
from csmetrics.tables.remarks import FileRemark

_COUNTED_AS_ONE = ("quantity", "interval_count")


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
    texts = [*_blank_counts(columns), *_open_signs(columns), *_three_decimals(columns)]
    return found, tuple(FileRemark(table, file, text) for text in texts)


def _blank_counts(columns: Mapping[str, Cells]) -> Iterator[str]:
    """A blank quantity counts as 1, which is worth a word where others are filled."""
    for name in _COUNTED_AS_ONE:
        if name in columns:
            blank = columns[name].blank
            if blank.any() and not blank.all():
                yield f"some rows have no {name}, others do; a row without one counts as 1."


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
