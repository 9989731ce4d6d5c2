"""Tables of a page: real heads, numbers to the right, and a frame of its own for one that is wide."""

import re
from collections.abc import Collection, Iterator
from itertools import zip_longest

from csmetrics.output.charts import draw
from csmetrics.output.html.markup import classes, linked, number, prose, sentence, text, tone_class
from csmetrics.output.page import Cell, PageColumn, PageTable, TableSection

_SHADES = 6  # of a heat table, from pale to deep
_PHONE = 328  # pixels that a table has on a small screen
_SIGN, _GAP = 7, 14  # pixels of a sign and between columns
_WORD, _PROSE, _LONG = 12, 24, 60  # beyond so many signs a text may wrap, and takes more room
_TEXT = 176  # pixels that a text wraps to, at the least
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE, _WHOLE_SECTION = 24, 10  # rows: with no more it is printed on one page


def table(said: PageTable, name: str) -> str:
    """A table that is called `name`, and its notes."""
    shaded = _shaded(said)
    head = _head(said.columns, shaded) if any(column.title for column in said.columns) else ""
    caption = f'<caption class="vh">{text(name)}</caption>' if name else ""
    rows = "".join(_body(said.columns, shaded, section) for section in said.sections if section.title or section.rows)
    notes = "".join(f'<p class="note">{sentence(note)}</p>' for note in said.note.split("\n") if note)
    whole = "whole" if sum(len(section.rows) for section in said.sections) <= _WHOLE else ""
    named = classes("heat" if shaded else "", whole)
    return f"{_frame(said, name)}<table{named}>{caption}{head}{rows}</table></div>{notes}"


def _shaded(said: PageTable) -> frozenset[int]:
    """The places of the columns that have shades."""
    rows = (row for section in said.sections for row in section.rows)
    return frozenset(place for row in rows for place, cell in enumerate(row) if cell.heat is not None)


def _frame(said: PageTable, name: str) -> str:
    """What a table stands in: one that is wider than a phone can be reached by key, and moved."""
    if _width(said) <= _PHONE:
        return '<div class="tb">'
    return f'<div class="tb wide" tabindex="0" role="region" aria-label="{text(name or "Table")}">'


def _width(said: PageTable) -> int:
    """About how many pixels it cannot do without."""
    rows = [row for section in said.sections for row in section.rows]
    columns = zip_longest(*([cell.text for cell in row] for row in rows), fillvalue="") if rows else ()
    heads = [max(map(len, column.title.split() or [""])) for column in said.columns]
    return sum(_GAP + max(_SIGN * head, _needed(texts)) for head, texts in zip(heads, columns, strict=False))


def _needed(texts: Collection[str]) -> int:
    """A long text wraps, and a word of it that is too long breaks."""
    longest = max(map(len, texts))
    return _TEXT if longest > _PROSE else _SIGN * longest


def _head(columns: tuple[PageColumn, ...], shaded: frozenset[int]) -> str:
    titles = (_title(each, _aligned(each, place in shaded)) for place, each in enumerate(columns))
    return f"<thead><tr>{''.join(titles)}</tr></thead>"


def _title(column: PageColumn, aligned: str) -> str:
    if not column.title:
        return "<td></td>"
    said = "<br>".join(map(number if column.number else text, column.title.split("\n")))
    return f'<th scope="col"{classes(aligned)}>{said}</th>'


def _aligned(column: PageColumn, is_shaded: bool) -> str:
    """Numbers stand right, but shades are squares with a number in the middle."""
    return "h" if is_shaded else "n" if column.number else ""


def _body(columns: tuple[PageColumn, ...], shaded: frozenset[int], section: TableSection) -> str:
    title = f'<tr class="s"><th colspan="{len(columns)}" scope="rowgroup">{prose(section.title)}</th></tr>'
    rows = (f"<tr>{''.join(_cells(columns, shaded, row))}</tr>" for row in section.rows)
    whole = classes("whole" if len(section.rows) <= _WHOLE_SECTION else "")
    return f"<tbody{whole}>{title if section.title else ''}{''.join(rows)}</tbody>"


def _cells(columns: tuple[PageColumn, ...], shaded: frozenset[int], row: tuple[Cell, ...]) -> Iterator[str]:
    """The first cell names the row, where it is a text."""
    for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
        names = place == 0 and not column.number and cell.text
        yield _cell(cell, 'th scope="row"' if names else "td", _aligned(column, place in shaded))


def _cell(cell: Cell, tag: str, aligned: str) -> str:
    indent = f"i{cell.indent - 1}" if cell.indent > 1 else ""
    named = classes(aligned or _room(cell.text), tone_class(cell.tone), indent, _shade(cell))
    return f"<{tag}{named}>{_said(cell, aligned)}</{tag[:2]}>"


def _room(said: str) -> str:
    """How much room a text takes at the least, and whether a word of it may break where there is none."""
    if _DAY.fullmatch(said):
        return "d"
    names = {_LONG: "t l", _PROSE: "t", _WORD: "w"}
    return next((name for least, name in names.items() if len(said) > least), "")


def _said(cell: Cell, aligned: str) -> str:
    """What stands in a cell."""
    if cell.line:
        return draw(cell.line)
    if cell.code and cell.text:
        return linked(f"<code>{text(cell.text)}</code>", cell.link)
    said = linked(number(cell.text) if aligned else prose(cell.text), cell.link)
    return f"<span>{said}</span>" if said and cell.tone in {"good", "bad"} else said


def _shade(cell: Cell) -> str:
    """From h0, which is pale, to h5."""
    return "" if cell.heat is None else f"h{min(int(max(cell.heat, 0) * _SHADES), _SHADES - 1)}"
