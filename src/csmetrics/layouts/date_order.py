"""What the cells of a file tell where its header leaves something open: in which order days and months stand."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from csmetrics.layouts.model import Choice, Decide, Layout

CellsOf = Callable[[str], Iterable[str]]
"""What stands in a column of a file, by its name there: each text once, blanks left out."""


def no_cells(column: str) -> tuple[str, ...]:
    """The cells of a file of which the header alone is known."""
    del column
    return ()


def left(asked: Decide, layout: Layout, header: Sequence[str], cells: CellsOf) -> tuple[Choice, ...]:
    """The choices that a file leaves: one where its cells prove it, none where no choice could be meant."""
    column = layout.found(asked.told_by, header) if asked.told_by else None
    return among(asked.choices, cells(column)) if column else asked.choices


def among(choices: Sequence[Choice], texts: Iterable[str]) -> tuple[Choice, ...]:
    """The choices that texts leave: a text that some of them read and others do not is the proof.

    >>> from csmetrics.config import TableConfig
    >>> orders = [Choice(write=TableConfig(date_format=form), means=form) for form in ("%m/%d/%Y", "%d/%m/%Y")]
    >>> [[each.means for each in among(orders, [text, "n/a"])] for text in ("05/09/2026", "05/13/2026", "2026-05-09")]
    [['%m/%d/%Y', '%d/%m/%Y'], ['%m/%d/%Y'], []]
    """
    every, reading = tuple(range(len(choices))), {_reading(choices, text) for text in texts} - {()}
    proved = reading - {every}
    kept = proved.pop() if len(proved) == 1 else every if reading else ()
    return tuple(choices[at] for at in kept)


def _reading(choices: Sequence[Choice], text: str) -> tuple[int, ...]:
    """Which of the choices read a text as a day."""
    return tuple(at for at, each in enumerate(choices) if _reads(str(each.write.date_format), text))


def _reads(form: str, text: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  # whether it can be read is all that is asked
    except ValueError:
        return False
    return True
