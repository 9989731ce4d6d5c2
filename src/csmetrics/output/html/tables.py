"""Tables of a page: real heads, numbers to the right, and a frame of its own for one that is wide."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from csmetrics.output.charts import draw
from csmetrics.output.html.text import classes, linked, number, text, tone_class
from csmetrics.output.page import Cell, Column, Section, Table

_SHADES = 6  # of a heat table, from pale to deep
_PHONE = 328  # pixels that a table has on a small screen
_SIGN, _GAP, _PROSE = 7, 14, 24  # pixels of a sign and between columns; from so many signs on a text may wrap
_TEXT = 176  # pixels that a text wraps to, at the least


def table(said: Table, name: str) -> str:
    """A table that is called `name`, and its notes."""
    head = _head(said.columns) if any(column.title for column in said.columns) else ""
    caption = f'<caption class="vh">{text(name)}</caption>' if name else ""
    rows = "".join(_body(said.columns, section) for section in said.sections if section.title or section.rows)
    notes = "".join(f'<p class="note">{text(note)}</p>' for note in said.note.split("\n") if note)
    return f"{_frame(said, name)}<table>{caption}{head}{rows}</table></div>{notes}"


def _frame(said: Table, name: str) -> str:
    """What a table stands in: one that is wider than a phone can be reached by key, and moved."""
    if _width(said) <= _PHONE:
        return '<div class="tb">'
    return f'<div class="tb wide" tabindex="0" role="region" aria-label="{text(name or "Table")}">'


def _width(said: Table) -> int:
    """About how many pixels it cannot do without."""
    rows = [row for section in said.sections for row in section.rows]
    columns = zip_longest(*([cell.text for cell in row] for row in rows), fillvalue="") if rows else ()
    heads = [max(map(len, column.title.split() or [""])) for column in said.columns]
    return sum(_GAP + max(_SIGN * head, _needed(texts)) for head, texts in zip(heads, columns, strict=False))


def _needed(texts: Iterable[str]) -> int:
    longest = max(map(len, texts))
    return _TEXT if longest > _PROSE else _SIGN * longest


def _head(columns: tuple[Column, ...]) -> str:
    return f"<thead><tr>{''.join(map(_title, columns))}</tr></thead>"


def _title(column: Column) -> str:
    if not column.title:
        return "<td></td>"
    said = "<br>".join(map(number if column.number else text, column.title.split("\n")))
    return f'<th scope="col"{classes("n" if column.number else "")}>{said}</th>'


def _body(columns: tuple[Column, ...], section: Section) -> str:
    title = f'<tr class="s"><th colspan="{len(columns)}" scope="rowgroup">{text(section.title)}</th></tr>'
    rows = (f"<tr>{''.join(_cells(columns, row))}</tr>" for row in section.rows)
    return f"<tbody>{title if section.title else ''}{''.join(rows)}</tbody>"


def _cells(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Iterator[str]:
    """The first cell names the row, where it is a text."""
    for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
        names = place == 0 and not column.number and cell.text
        yield _cell(cell, 'th scope="row"' if names else "td", is_number=column.number)


def _cell(cell: Cell, tag: str, *, is_number: bool) -> str:
    wraps = not is_number and len(cell.text) > _PROSE
    indent = f"i{cell.indent - 1}" if cell.indent > 1 else ""
    named = classes("n" if is_number else "", "t" if wraps else "", tone_class(cell.tone), indent, _shade(cell))
    said = draw(cell.line) if cell.line else linked(number(cell.text) if is_number else text(cell.text), cell.link)
    if cell.tone in {"good", "bad"} and said:
        said = f"<span>{said}</span>"
    return f"<{tag}{named}>{f'<code>{said}</code>' if cell.code and said else said}</{tag[:2]}>"


def _shade(cell: Cell) -> str:
    if cell.heat is None:
        return ""
    return f"h h{min(int(max(cell.heat, 0) * _SHADES), _SHADES - 1)}"
