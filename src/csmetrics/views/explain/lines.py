"""The lines behind a tally: there may be millions. They are kept as columns; a line is made when it is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from itertools import pairwise
from math import isnan
from operator import eq
from typing import Any, TypeVar, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import numbers, to_arrow
from csmetrics.figures.model import Segment
from csmetrics.frozen import Frozen
from csmetrics.sources.source import Places

_BLOCK = 1 << 14  # lines that are made side by side
_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """What one contributor pays in one currency of its own, the rate, and what that is worth in that of the figures.

    Of recurring money at the opening and at the close; else the `amount` of its rows, with the `rate` where they have
    one alone. None is what there is no saying of.
    """

    currency: str
    opening: float | None = None
    opening_rate: Fraction | None = None
    opening_worth: float | None = None
    close: float | None = None
    close_rate: Fraction | None = None
    close_worth: float | None = None
    amount: float | None = None
    rate: Fraction | None = None
    worth: float | None = None


Owned = tuple[OwnMoney, ...]


@dataclass(frozen=True, slots=True)
class TallyLine(Frozen):
    """What one customer (or, in costs, one category) contributes to a tally, and the file rows it comes from.

    `customer_id` is None for anonymous answers and for costs; `label` is the customer's name, the cost's category
    or "(anonymous)". `segment` is the customer's, if there are segments; `mrr` is what it pays, where customers are
    counted.
    """

    customer_id: str | None
    label: str
    amount: float
    file: str
    rows: tuple[int, ...]
    segment: Segment = field(default_factory=dict)
    mrr: float | None = None
    own: Owned = ()  # where amounts are in several currencies
    files: tuple[str, ...] = ()  # of each row, where the table is several files


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Some lines as plain values, column by column."""

    customer_id: list[str | None]
    label: list[str]
    amount: list[float]
    file: list[str]
    rows: list[list[int]]
    segment: list[Segment]
    mrr: list[float | None]
    own: list[Owned] | None
    files: list[tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LineColumns(Sequence[TallyLine]):
    """Lines, read like a tuple of them.

    `file` and `segment` are the places of each line's in `files` and `segments`, `mrr` is NaN where there is none;
    line n has the `rows` from `bounds[n]` up to `bounds[n + 1]`. `own` has an item for each line, or is empty where
    nobody has money of its own.
    """

    customer_id: pa.Array
    label: pa.Array
    amount: np.ndarray
    mrr: np.ndarray
    file: np.ndarray
    files: tuple[str, ...]
    segment: np.ndarray
    segments: tuple[Segment, ...]
    bounds: np.ndarray
    rows: np.ndarray
    own: tuple[Owned, ...] = ()
    places: tuple[Places, ...] = ()  # of the files, where one of them is several

    def __post_init__(self) -> None:
        """Freeze what can be changed."""
        for column in (self.amount, self.mrr, self.file, self.segment, self.bounds, self.rows):
            column.setflags(write=False)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.amount)

    @overload
    def __getitem__(self, at: int) -> TallyLine: ...
    @overload
    def __getitem__(self, at: slice) -> "LineColumns": ...
    def __getitem__(self, at: int | slice) -> "TallyLine | LineColumns":
        """A line, or some."""
        which = range(len(self))[at]
        return self.take(np.array(which)) if isinstance(which, range) else next(iter(self.take(np.array([which]))))

    def __iter__(self) -> Iterator[TallyLine]:
        """Line by line."""
        for block in self.blocks():
            *columns, own, files = [getattr(block, each.name) for each in fields(block)]
            nothing: list[Any] = [()] * len(block.amount)
            for customer, label, amount, file, rows, *more in zip(
                *columns, own or nothing, files or nothing, strict=True
            ):
                yield TallyLine(customer, label, amount, file, tuple(rows), *more)

    def __eq__(self, other: object) -> bool:
        """Whether the lines are the same."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # segments have none

    def __repr__(self) -> str:
        """As a tuple has it."""
        return repr(tuple(self))

    def blocks(self) -> Iterator[LineBlock]:
        """All lines, as many at a time as are made side by side."""
        for begin in range(0, len(self), _BLOCK):
            yield self._block(slice(begin, begin + _BLOCK))

    def _block(self, some: slice) -> LineBlock:
        bounds = self.bounds[some.start : some.stop + 1]
        rows = self.rows[bounds[0] : bounds[-1]].tolist()
        places = (bounds - bounds[0]).tolist()
        rows, files = self._told(some, [rows[begin:end] for begin, end in pairwise(places)])
        return LineBlock(
            self.customer_id[some].to_pylist(),
            self.label[some].to_pylist(),
            (self.amount[some] + 0.0).tolist(),  # no negative zero
            _named(self.file[some], self.files),
            rows,
            _named(self.segment[some], self.segments),
            _or_none(self.mrr[some] + 0.0),
            list(self.own[some]) or None,
            files,
        )

    def _told(self, some: slice, rows: list[list[int]]) -> tuple[list[list[int]], list[tuple[str, ...]] | None]:
        """The rows of some lines as people count them, and the file of each where they are several."""
        if not self.places:
            return rows, None
        told = [self.places[at].told(each) for at, each in zip(self.file[some].tolist(), rows, strict=True)]
        return [list(each.rows) for each in told], [each.files for each in told]

    def take(self, which: np.ndarray) -> "LineColumns":
        """The lines at some positions."""
        which = which.astype(np.int64, copy=False)
        begins, counts = self.bounds[:-1][which], np.diff(self.bounds)[which]
        bounds = bounds_of(counts)
        rows = self.rows[np.arange(bounds[-1]) + np.repeat(begins - bounds[:-1], counts)]
        return LineColumns(
            self.customer_id.take(to_arrow(which)),
            self.label.take(to_arrow(which)),
            self.amount[which],
            self.mrr[which],
            self.file[which],
            self.files,
            self.segment[which],
            self.segments,
            bounds,
            rows,
            tuple(self.own[at] for at in which.tolist()) if self.own else (),
            self.places,
        )

    def biggest_first(self) -> "LineColumns":
        """The same in order: of equal amounts by id, the anonymous ones last."""
        rank = pc.rank(self.customer_id, tiebreaker="dense")  # none comes last
        return self.take(np.lexsort((numbers(rank, np.uint64, 0), -self.amount)))


def _named(places: np.ndarray, names: Sequence[_Name]) -> list[_Name]:
    """What places stand for."""
    return list(names) * len(places) if len(names) == 1 else [names[place] for place in places.tolist()]


def _or_none(values: np.ndarray) -> list[float | None]:
    """Numbers, None where there is none."""
    if not np.isnan(values).any():
        return values.tolist()
    return [None if isnan(value) else value for value in values.tolist()]


def bounds_of(counts: np.ndarray) -> np.ndarray:
    """Where each of some groups that stand one after another begins, and where the last one ends."""
    bounds = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds


def joined(parts: Sequence[LineColumns]) -> LineColumns:
    """The lines of several tables or segments, or of none, in one."""
    parts = [_NOTHING, *parts]
    files = tuple(file for part in parts for file in part.files)
    segments = tuple(segment for part in parts for segment in part.segments)
    return LineColumns(
        pa.concat_arrays([part.customer_id for part in parts]),
        pa.concat_arrays([part.label for part in parts]),
        np.concatenate([part.amount for part in parts]),
        np.concatenate([part.mrr for part in parts]),
        _shifted([(part.file, len(part.files)) for part in parts]),
        files,
        _shifted([(part.segment, len(part.segments)) for part in parts]),
        segments,
        bounds_of(np.concatenate([np.diff(part.bounds) for part in parts])),
        np.concatenate([part.rows for part in parts]),
        _joined_own(parts),
        _joined_places(parts),
    )


def _joined_places(parts: Sequence[LineColumns]) -> tuple[Places, ...]:
    """Where the files of several tables stand, if one of the tables is several files."""
    if not any(part.places for part in parts):
        return ()
    return tuple(places for part in parts for places in part.places or map(Places, part.files))


def _joined_own(parts: Sequence[LineColumns]) -> tuple[Owned, ...]:
    if not any(part.own for part in parts):
        return ()
    return tuple(own for part in parts for own in part.own or [()] * len(part))


_NO_TEXTS, _NO_NUMBERS = pa.nulls(0, pa.string()), np.zeros(0, dtype=np.int64)
_NOTHING = LineColumns(
    customer_id=_NO_TEXTS,
    label=_NO_TEXTS,
    amount=np.zeros(0),
    mrr=np.zeros(0),
    file=_NO_NUMBERS,
    files=(),
    segment=_NO_NUMBERS,
    segments=(),
    bounds=bounds_of(_NO_NUMBERS),
    rows=_NO_NUMBERS,
)


def _shifted(places: Sequence[tuple[np.ndarray, int]]) -> np.ndarray:
    """Places in several lists as places in all of them, one after another."""
    before = bounds_of(np.array([size for _, size in places]))
    return np.concatenate([at + begin for (at, _), begin in zip(places, before, strict=False)])
