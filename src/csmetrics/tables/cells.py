"""What a checked column is made of, and the few things that every kind of column needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import chunks_of, numbers, texts_to_arrow, to_arrow, truths, widths
from csmetrics.config import ColumnForm, TableConfig
from csmetrics.tables.cleaning import cleaned
from csmetrics.tables.distinct import distinct
from csmetrics.tables.rows import Coded

NO_DAY = np.iinfo(np.int32).max  # a date that is not there
LARGEST_SUM = 2.0**62  # what int64 can add up, with room to spare
NO_SCORE = np.iinfo(np.int32).min  # asked, did not answer
MOST_TEXT = 1 << 31  # bytes that one arrow array of text can hold


@dataclass(frozen=True, slots=True)
class Fault:
    """Cells of one column that cannot be used, for one reason."""

    mask: np.ndarray
    problem: str
    fix: str
    whole_file: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """A column's values, which of them were blank, and what is wrong with the rest.

    `values` is a numpy array, `Coded` or, for text, an arrow array. What only the `whole` column can tell is not told
    of a block of it. `moved` tells which days are the one after the day that was written, for their time was its end.
    """

    values: Any
    blank: np.ndarray
    faults: list[Fault] = field(default_factory=list)
    names: pa.Array | None = None  # the ids that codes stand for
    seconds: np.ndarray | None = None  # of the day, where a date comes with a time
    moved: np.ndarray | None = None
    counts: np.ndarray | None = None  # intervals between two billings, where the word for the interval says so
    currencies: Coded | None = None  # of each row, where amounts say them
    signs: frozenset[str] = frozenset()  # beside amounts, that leave the currency open
    three: bool = False  # amounts of three decimals each, if any
    whole: bool = False
    words: Mapping[str, str] = field(default_factory=dict)  # the one word of the file for a word of ours, where mapped


@dataclass(frozen=True, slots=True)
class CellSettings:
    """What the configuration says about reading cells; for amounts also the currency of each row, where it is said."""

    table: TableConfig
    timezone: str = "UTC"
    currency: str | None = None
    currencies: Coded | None = None
    handed_over: bool = False  # numbers that no text was read for: a DataFrame, a Parquet file
    name: str = ""  # of the table
    form: ColumnForm = field(default_factory=ColumnForm)  # of the column that is read

    def of_column(self, name: str) -> "CellSettings":
        """The same for a column of ours, in the form that is declared for it."""
        return replace(self, form=self.table.for_column(name))

    def of_header(self, header: str, otherwise: str = "") -> "CellSettings":
        """The same for a column by its header, or else in the form of another column of ours."""
        return replace(self, form=self.table.for_header(header, otherwise))


def summable(amounts: np.ndarray, unit: int = 1) -> bool:
    """Whether int64 can add up the amounts exactly, each counted in so many parts of a unit."""
    largest, most = max(float(amounts.max(initial=0)), -float(amounts.min(initial=0))), LARGEST_SUM / unit
    return largest * len(amounts) < most or bool(np.abs(amounts.astype(float)).sum() < most)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Codes (-1 for blank), and the distinct texts they stand for."""

    codes: np.ndarray
    names: pa.Array


def encode(array: pa.ChunkedArray, *, case: Literal["upper", "lower"] | None = None, of_many: bool = False) -> Encoded:
    """Codes of distinct texts, cleaned of what nobody sees; `of_many` is how to read ids, most of which differ."""
    codes, written = _coded(array, of_many=of_many)
    names = cleaned(written)
    if case:
        names = pc.utf8_upper(names) if case == "upper" else pc.utf8_lower(names)
    if names.equals(written) and not _has_blank(names):
        return Encoded(codes, names)
    return renamed(codes, names, widths(names) > 0)


def renamed(codes: np.ndarray, names: pa.Array, there: np.ndarray) -> Encoded:
    """Codes and texts anew where texts were altered, so that some may be equal now, and some are not `there`."""
    again = names.filter(to_arrow(there)).dictionary_encode()
    lookup = np.full(len(names) + 1, -1, dtype=np.int32)
    lookup[:-1][there] = numbers(again.indices, np.int32, -1)
    return Encoded(lookup[codes], again.dictionary)


def _coded(array: pa.ChunkedArray, *, of_many: bool) -> tuple[np.ndarray, pa.Array]:
    """Codes of distinct texts (-1 for null), and the texts."""
    if of_many and not pa.types.is_dictionary(array.type):
        texts = _one_chunk(pc.cast(array, pa.string()))
        pieces = chunks_of(texts)
        if len(pieces) == 1:
            return distinct(pieces[0])
    encoded = _dictionary(array)
    return numbers(encoded.indices, np.int32, -1), encoded.dictionary


def _dictionary(array: pa.ChunkedArray) -> pa.DictionaryArray:
    if not pa.types.is_dictionary(array.type):
        array = _one_chunk(pc.cast(array, pa.string())).dictionary_encode()
    if isinstance(array, pa.ChunkedArray):
        array = array.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # no chunk at all
        array = pa.array([], type=array.type)
    dictionary = pc.cast(array.dictionary, pa.string())
    return pa.DictionaryArray.from_arrays(array.indices.cast(pa.int32()), dictionary)


def _one_chunk(texts: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """The texts in one piece where one can hold them: to unify the dictionaries of many pieces takes far longer."""
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) and texts.nbytes < MOST_TEXT else texts


def _has_blank(names: pa.Array) -> bool:
    ends = np.frombuffer(names.buffers()[1], np.int32, len(names) + 1, names.offset * 4)
    return len(names) > 0 and not np.diff(ends).all()


def mapped(array: pa.ChunkedArray, meanings: Mapping[str, str]) -> tuple[pa.ChunkedArray, dict[str, str]]:
    """The texts of a column as the configuration says what its words mean, and by each of its words what that means."""
    encoded = _dictionary(array)
    words = cleaned(encoded.dictionary).to_pylist()
    meant = [meanings.get(word.casefold(), word) for word in words]
    return pa.chunked_array([texts_to_arrow(meant).take(encoded.indices)]), dict(zip(words, meant, strict=True))


def matches(text: Any, pattern: str) -> np.ndarray:
    """Which texts a regular expression matches; a null matches nothing."""
    return truths(pc.match_substring_regex(text, pattern))
