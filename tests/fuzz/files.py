"""What becomes of a file on its way from one system to another, and worse."""

import csv
import io
import os
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from fuzz import nasty

Mutation = Callable[[bytes, random.Random], bytes]
MANY_COLUMNS = 10_000
LONG, LONGEST = 200_000, 2_500_000  # more than csv takes in a cell, more than a block of pyarrow


def flip(body: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(body)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(body: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return body[: chance.randrange(len(body) + 1)]


def sign(body: bytes, chance: random.Random) -> bytes:
    """A sign stands where none belongs."""
    at = chance.randrange(len(body) + 1)
    return body[:at] + chance.choice(nasty.BYTES) + body[at:]


def line_twice(body: bytes, chance: random.Random) -> bytes:
    """A line stands twice, maybe the header."""
    lines = body.splitlines(keepends=True)
    if lines:
        at = chance.randrange(min(len(lines), chance.choice((1, 3, 10_000))))
        lines.insert(chance.randrange(len(lines) + 1), lines[at])
    return b"".join(lines)


def line_gone(body: bytes, chance: random.Random) -> bytes:
    """A line is missing, maybe the header."""
    lines = body.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(min(len(lines), chance.choice((1, 3, 10_000))))]
    return b"".join(lines)


def line_ends(body: bytes, chance: random.Random) -> bytes:
    """Lines end otherwise, all or some."""
    ends = [chance.choice((b"\r", b"\r\n", b"\n", b"\n\n", b"\r\r\n", b"\x0b"))]
    if chance.random() < 0.5:
        ends += [b"\n"] * 20
    return b"".join(line + chance.choice(ends) for line in body.splitlines())


def encoding(body: bytes, chance: random.Random) -> bytes:
    """Saved in another encoding."""
    return body.decode(errors="replace").encode(
        chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32", "utf-7", "cp500", "shift_jis")),
        "replace",
    )


def delimiter(body: bytes, chance: random.Random) -> bytes:
    """Saved with another sign between the cells."""
    return body.replace(b",", chance.choice((b";", b"\t", b"|", b", ", b",,", b"")))


def trailing(body: bytes, chance: random.Random) -> bytes:
    """A comma, or a cell, after the last cell of the rows, of all or one, with or without the header."""
    extra = chance.choice((b",", b",,,", b", ", b',""', b",x", b",5"))
    lines = body.splitlines()
    which = chance.choice((range(1, len(lines)), range(len(lines)), [chance.randrange(len(lines))] if lines else []))
    return b"\n".join(line + extra * (at in which) for at, line in enumerate(lines)) + b"\n"


def _of_rows(change: Callable[[list[list[str]], random.Random], None]) -> Mutation:
    def mutate(body: bytes, chance: random.Random) -> bytes:
        csv.field_size_limit(10 * LONGEST)
        rows = list(csv.reader(io.StringIO(body.decode(errors="replace"), newline="")))
        if len(rows) > 1 and rows[0]:
            change(rows, chance)
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows(rows)
        return written.getvalue().encode(errors="surrogatepass")

    mutate.__name__, mutate.__doc__ = change.__name__.lstrip("_"), change.__doc__
    return mutate


def _cells(rows: list[list[str]], chance: random.Random) -> None:
    """Cells of one column hold something else."""
    column = chance.randrange(len(rows[0]))
    kind = chance.choice((nasty.NUMBERS, nasty.DATES, nasty.WORDS, nasty.QUOTES))
    for row in chance.choice((chance.sample(rows[1:], 1), rows[1:], rows[1::2])):
        if column < len(row):
            row[column] = chance.choice(kind)


def _column_of_one(rows: list[list[str]], chance: random.Random) -> None:
    """All cells of a column hold the same."""
    column, text = chance.randrange(len(rows[0])), chance.choice(nasty.NUMBERS + nasty.DATES + nasty.WORDS)
    for row in rows[1:]:
        row[column:] = [text, *row[column + 1 :]]


def _long_cell(rows: list[list[str]], chance: random.Random) -> None:
    """A cell is longer than any that somebody thought of."""
    row = chance.choice(rows[1:])
    text = chance.choice(("x", "1", "ab,", "line\n", 'q"', "é ")) * LONGEST
    if row:
        row[chance.randrange(len(row))] = text[: chance.choice((LONG, LONG, LONGEST))]


def _header_cell(rows: list[list[str]], chance: random.Random) -> None:
    """A column is called otherwise."""
    rows[0][chance.randrange(len(rows[0]))] = chance.choice(nasty.HEADERS)


def _column_twice(rows: list[list[str]], chance: random.Random) -> None:
    """A column stands twice."""
    column = chance.randrange(len(rows[0]))
    for row in rows:
        row.extend(row[column : column + 1])


def _column_gone(rows: list[list[str]], chance: random.Random) -> None:
    """A column is missing."""
    column = chance.randrange(len(rows[0]))
    for row in rows:
        del row[column : column + 1]


def _column_more(rows: list[list[str]], chance: random.Random) -> None:
    """There is one more column."""
    kind = chance.choice((nasty.WORDS, nasty.NUMBERS, nasty.DATES))
    for row in rows[1:]:
        row.append(chance.choice(kind))
    rows[0].append(chance.choice(nasty.HEADERS))


def _columns_moved(rows: list[list[str]], chance: random.Random) -> None:
    """The header is that of other columns."""
    chance.shuffle(rows[0])


def _many_columns(rows: list[list[str]], chance: random.Random) -> None:
    """There are very many columns."""
    rows[0] += [f"k{number}" for number in range(MANY_COLUMNS)]
    if chance.random() < 0.5:
        for row in rows[1:]:
            row.extend([""] * MANY_COLUMNS)


def _upper_case(rows: list[list[str]], chance: random.Random) -> None:
    """The header is written as people write titles."""
    rows[0][:] = [
        chance.choice((str.upper, str.title, str.strip))(name.replace("_", chance.choice("_ -"))) for name in rows[0]
    ]


def _blank(rows: list[list[str]], chance: random.Random) -> None:
    """A column, or the whole table below the header, is blank."""
    column = chance.choice((None, chance.randrange(len(rows[0]))))
    for row in rows[1:]:
        row[:] = [cell if column is not None and at != column else "" for at, cell in enumerate(row)]


def _many_rows(rows: list[list[str]], chance: random.Random) -> None:
    """The rows stand many times."""
    rows += rows[1:] * chance.choice((1, 20))


CHANGES: tuple[Mutation, ...] = (
    flip, flip, cut, sign, sign, line_twice, line_gone, line_ends, encoding, delimiter, trailing,
    *(_of_rows(change) for change in (
        _cells, _cells, _cells, _cells, _cells, _cells, _column_of_one, _column_of_one, _long_cell, _header_cell,
        _header_cell, _column_twice, _column_gone, _column_more, _column_more, _columns_moved, _many_columns,
        _upper_case, _blank, _many_rows,
    )),
)  # fmt: skip


def as_parquet(body: bytes, chance: random.Random) -> bytes | None:
    """The same table as Parquet, its types guessed or all of them text; None where it is no table."""
    try:
        table = pyarrow.csv.read_csv(io.BytesIO(body))
        if chance.random() < 0.3:
            table = pa.table({name: table[name].cast(pa.string()) for name in table.column_names})
        written = io.BytesIO()
        pyarrow.parquet.write_table(table, written)
    except (pa.ArrowException, ValueError, KeyError):
        return None
    return written.getvalue()


SOMETHING_ELSE = ("nothing", "folder", "dangling link", "looping link", "link to the folder", "blank", "pipe")


def put_something_else(path: Path, what: str) -> None:
    """There is no file but something of its name, or nothing."""
    path.unlink(missing_ok=True)
    if what == "folder":
        path.mkdir()
    elif what == "dangling link":
        path.symlink_to(path.parent / "gone.csv")
    elif what == "looping link":
        path.symlink_to(path.name)
    elif what == "link to the folder":
        path.symlink_to(".")
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "blank":
        path.write_text(" \n\n", encoding="utf-8")
