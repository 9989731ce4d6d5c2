"""Tables as small byte strings: Parquet with strong compression, the same bytes for the same rows."""

import hashlib
import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from csmetrics.columns import TABLES, attribute
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.rows import Rows
from csmetrics.tables.source import Source

ROW = "row of the file"


def pack(table: pa.Table) -> bytes:
    """A table as Parquet."""
    whole = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    repeated = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    sink = io.BytesIO()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        use_dictionary=repeated,
        column_encoding=dict.fromkeys(whole, "DELTA_BINARY_PACKED"),
        write_statistics=False,
    )
    return sink.getvalue()


def name_of(content: bytes) -> str:
    """The name under which a packed table is kept: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def pack_rows(table: CheckedTable) -> bytes:
    """The usable rows of a table, without what people wrote."""
    columns = {
        name: _array(table, name, column) for name, column in table.frame.items() if column.dtype != "string[pyarrow]"
    }
    rows = pa.array(table.frame.index.to_numpy(), pa.int64())
    header = {"header": json.dumps(table.header)}
    return pack(pa.table({**columns, ROW: rows}).replace_schema_metadata(header))


def unpack_rows(content: bytes, source: Source) -> CheckedTable:
    """The table that was packed."""
    packed = pq.read_table(io.BytesIO(content))
    declared = TABLES[source.table].columns
    frame: dict[str, object] = {}
    ids: dict[str, pa.Array] = {}
    for name in packed.column_names[:-1]:
        column = declared.get(name, attribute(name))
        array = packed.column(name)
        if not pa.types.is_dictionary(array.type):
            frame[name] = array.to_numpy()
            continue
        codes, names = _codes(array)
        if column.type == "id":
            frame[name], ids[name] = codes, names
        else:
            frame[name] = _categories(codes, names, column.choices)
    rows = pd.Index(packed.column(ROW).to_numpy())
    header = tuple(json.loads(packed.schema.metadata[b"header"]))
    return CheckedTable(Rows.of(pd.DataFrame(frame, index=rows)), ids, source, header=header)


def _array(table: CheckedTable, name: str, column: pd.Series) -> pa.Array:
    if name in table.ids:
        return _dictionary(column.to_numpy(), table.ids[name])
    if isinstance(column.dtype, pd.CategoricalDtype):
        names = pa.array(column.array.categories.to_list(), pa.string())
        return _dictionary(column.array.codes.astype(np.int32), names)
    return pa.array(column.to_numpy())


def _dictionary(codes: np.ndarray, names: pa.Array) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), names)


def _codes(array: pa.ChunkedArray) -> tuple[np.ndarray, pa.Array]:
    whole = array.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.array([], type=array.type)
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return codes, pc.cast(whole.dictionary, pa.string())


def _categories(codes: np.ndarray, names: pa.Array, choices: tuple[str, ...]) -> pd.Categorical:
    """The codes again, in the order of the declared choices where there are any."""
    known = names.to_pylist()
    if not choices:
        return pd.Categorical.from_codes(codes, known)
    lookup = np.array([*(choices.index(name) for name in known), -1], dtype=np.int32)
    return pd.Categorical.from_codes(lookup[codes], list(choices))
