"""Columns that would change a figure if they were read: harmless while they say nothing, else an error that asks."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import truths
from csmetrics.errors import FileProblemError, Problem
from csmetrics.sources.source import Batch, Places
from csmetrics.synonyms import Changing
from csmetrics.tables.headers import Heading, as_yaml


def refuse_changing(places: Places, table: str, heading: Heading, batch: Batch) -> None:
    """Raise FileProblemError for the columns that would change a figure, each with the lines that settle it."""
    found = [
        problem
        for theirs, changing in heading.changing.items()
        if (problem := _problem(places, table, (theirs, changing), heading, batch))
    ]
    if found:
        raise FileProblemError(*found)


def _problem(
    places: Places, table: str, column: tuple[str, Changing], heading: Heading, batch: Batch
) -> Problem | None:
    """The first cell of the column that says something."""
    theirs, changing = column
    cells = batch.column(theirs)
    said = np.flatnonzero(~_neutral(cells, changing))
    if not len(said):
        return None
    at = int(said[0])
    place, text = places.locate(int(batch.rows[at])), str(cells[at].as_py())
    problem = "this column could change your figures, and csmetrics does not know what it means"
    return Problem.at(place, theirs, text, problem, _fix(table, theirs, changing, heading.ours.get("amount", "amount")))


def _neutral(column: pa.ChunkedArray, changing: Changing) -> np.ndarray:
    """Which cells say nothing that would change a figure."""
    text = pc.utf8_lower(pc.utf8_trim_whitespace(pc.fill_null(pc.cast(column, pa.string()), "")))
    return truths(pc.is_in(text, pa.array(changing.neutral or ("",))))


def _fix(table: str, theirs: str, changing: Changing, amount: str) -> str:
    """The lines to add to csmetrics.yaml."""
    return f"Add to csmetrics.yaml under tables: {table}: {' or '.join(_lines(theirs, changing, amount))}"


def _lines(theirs: str, changing: Changing, amount: str) -> Iterator[str]:
    name = as_yaml(theirs)
    if changing.column:
        yield f"columns: {{{changing.column}: {name}}}  # {changing.read},"
    if changing.instead:
        yield f"{changing.instead.format(theirs=theirs, amount=amount)},"
    yield f"ignore: [{name}]  # {changing.ignored}"
