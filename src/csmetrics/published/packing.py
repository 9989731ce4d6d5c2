"""Tables as small byte strings: Parquet with strong compression, the same bytes for the same rows."""

import hashlib
import io
import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from csmetrics.arrays import texts_to_arrow, to_arrow
from csmetrics.columns import attribute
from csmetrics.declared import TABLES
from csmetrics.sources.joined import JoinedPlaces
from csmetrics.sources.source import Places
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.file_record import Source
from csmetrics.tables.rows import Coded, Rows

ROW = "row of the file"
NAMES = "names of "
ATTRIBUTE = "attribute "
"""Ids stand as codes in one column and, as far down as there are any, what the codes stand for in another."""


def pack(table: pa.Table) -> bytes:
    """A table as Parquet."""
    integers = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    repeated = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    sink = io.BytesIO()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        use_dictionary=repeated,
        column_encoding=dict.fromkeys(integers, "DELTA_BINARY_PACKED") | dict.fromkeys(texts, "DELTA_BYTE_ARRAY"),
        write_statistics=False,
    )
    return sink.getvalue()


def unpack(content: bytes) -> pa.Table:
    """The table that was packed."""
    return pq.read_table(io.BytesIO(content))


def name_of(content: bytes) -> str:
    """The name under which a packed table is kept: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def pack_rows(table: CheckedTable) -> bytes:
    """The usable rows of a table, without what people wrote."""
    rows, columns = table.rows, {}
    for name, column in rows.columns.items():
        if name in table.ids:
            codes, names = _without_unused(column, table.ids[name])
            columns[name] = to_arrow(codes)
            columns[NAMES + name] = pa.concat_arrays([names, pa.nulls(len(rows) - len(names), pa.string())])
        elif isinstance(column, Coded):
            columns[_kept_as(table, name)] = _dictionary(column)
        elif isinstance(column, np.ndarray):
            columns[name] = to_arrow(column)
    columns[ROW] = to_arrow(rows.numbers_of(np.arange(len(rows))).astype(np.int64))
    more = {"words": table.words, "files": table.places.files}
    said = {"header": json.dumps(table.header)} | {key: json.dumps(each) for key, each in more.items() if each}
    return pack(pa.table(columns).replace_schema_metadata(said))


def unpack_rows(content: bytes, source: Source) -> CheckedTable:
    """The table that was packed."""
    packed = unpack(content)
    declared = TABLES[source.table].columns
    columns: dict[str, np.ndarray | Coded] = {}
    ids: dict[str, pa.Array] = {}
    for kept in packed.column_names[:-1]:
        array, name = packed.column(kept), kept.removeprefix(ATTRIBUTE)
        if kept.startswith(NAMES):
            ids[name.removeprefix(NAMES)] = _whole(array.drop_null())
        elif pa.types.is_dictionary(array.type):
            columns[name] = _coded(array, declared.get(name, attribute(name)).choices)
        else:
            columns[name] = array.to_numpy()
    said = {
        key: json.loads(value)
        for key, value in packed.schema.metadata.items()
        if key in (b"header", b"words", b"files")
    }
    rows, header = Rows(columns, packed.column(ROW).to_numpy()), tuple(said[b"header"])
    places = _places(source.file, said.get(b"files", ()))
    return CheckedTable(rows, ids, source, places, header=header, words=said.get(b"words"))


def _places(file: str, files: Sequence[str]) -> Places:
    return JoinedPlaces(file, parts=tuple(map(Places, files))) if files else Places(file)


def _kept_as(table: CheckedTable, name: str) -> str:
    """What a column is called in the packed table: an attribute may not be taken for something of ours."""
    return ATTRIBUTE + name if not table.has(name) and name.startswith((ROW, NAMES, ATTRIBUTE)) else name


def _without_unused(codes: np.ndarray, names: pa.Array) -> tuple[np.ndarray, pa.Array]:
    """Codes and names, those of rows that could not be used left out where there are more names than rows."""
    if len(names) <= len(codes):
        return codes, pc.cast(names, pa.string())
    used = np.unique(codes[codes >= 0])
    return np.where(codes < 0, -1, np.searchsorted(used, codes)).astype(np.int32), names.take(to_arrow(used))


def _dictionary(column: Coded) -> pa.DictionaryArray:
    codes = to_arrow(column.codes.astype(np.int32), column.codes >= 0)
    return pa.DictionaryArray.from_arrays(codes, texts_to_arrow(column.categories))


def _coded(array: pa.ChunkedArray, choices: tuple[str, ...]) -> Coded:
    """The codes again, in the order of the declared choices where there are any."""
    whole = _whole(array.unify_dictionaries())
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    known = whole.dictionary.to_pylist()
    if not choices:
        return Coded(codes, known)
    lookup = np.array([*(choices.index(name) for name in known), -1], dtype=np.int32)
    return Coded(lookup[codes], list(choices))


def _whole(array: pa.ChunkedArray) -> pa.Array:
    """The array in one piece."""
    found = array.combine_chunks()
    return pa.array([], type=array.type) if isinstance(found, pa.ChunkedArray) else found
