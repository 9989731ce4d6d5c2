"""The cells of a column as texts, whatever type they have, and what is wrong with some of them."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import to_arrow
from csmetrics.errors import FileProblemError, Problem, whole
from csmetrics.sources.source import Places, RowNumbers
from csmetrics.tables.cells import CellSettings, Fault
from csmetrics.tables.numbers import is_text
from csmetrics.tables.written_numbers import ExactNumbers, read_exact


def texts_of(array: pa.ChunkedArray, header: str, places: Places) -> pa.ChunkedArray:
    """The cells of a column as texts; a moment at midnight is its day."""
    if pa.types.is_timestamp(array.type) and bool(pc.all(_at_midnight(array)).as_py()):
        array = pc.cast(array, pa.date32(), safe=False)
    try:
        return pc.cast(array, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        problem = f"the column {header} holds {array.type}, not text"
        raise whole(places.locate(), problem, "Export it as text.") from None


def _at_midnight(array: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(pc.floor_temporal(array, unit="day"), array)


def numbers_of(array: pa.ChunkedArray, texts: pa.ChunkedArray, settings: CellSettings) -> ExactNumbers:
    """The numbers of a column, given its texts: written as the file writes them, or plainly where they were numbers."""
    if not is_text(array) and not pa.types.is_dictionary(array.type):
        settings = plainly(settings)
    return read_exact(texts, settings)


def plainly(settings: CellSettings) -> CellSettings:
    """The settings for numbers that are written with a decimal point, and with nothing else."""
    return replace(settings, form=replace(settings.form, decimal=".", thousands=None))


def refuse_whole(faults: list[Fault], header: str, texts: pa.ChunkedArray, rows: RowNumbers, places: Places) -> None:
    """Raise FileProblemError for what concerns the file as a whole."""
    for fault in faults:
        if fault.whole_file and fault.mask.any():
            at = int(np.flatnonzero(fault.mask)[0])
            place = places.locate(int(rows[at]))
            raise FileProblemError(Problem.at(place, header, texts[at].as_py(), fault.problem, fault.fix))


def picked(texts: pa.ChunkedArray, mask: np.ndarray) -> list[str | None]:
    """The cells of some rows."""
    cells: list[str | None] = texts.take(to_arrow(np.flatnonzero(mask))).to_pylist()
    return cells
