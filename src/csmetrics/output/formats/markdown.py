"""A page as Markdown, ready to paste into a board pack."""

import re
from collections.abc import Iterable, Iterator

from csmetrics.output.formats import Canvas, Sheet
from csmetrics.output.page import (
    Block,
    Cell,
    Drawing,
    Fitting,
    Line,
    PageColumn,
    PageTable,
    TableSection,
    Title,
    plain_page,
)
from csmetrics.output.sentences import printable

_PAPER = 80  # the width of a drawing


def write(sheet: Sheet, canvas: Canvas) -> str:
    """Its page, which has no width and no colour."""
    del canvas
    return as_markdown(plain_page(sheet.page()))


def as_markdown(page: Iterable[Block]) -> str:
    """Headings, GitHub tables (one for each section) and paragraphs."""
    return "\n\n".join(text for block in page for text in _block(block)) + "\n"


def escape(text: str) -> str:
    r"""Text that Markdown would read as its own signs, made literal.

    >>> print(escape("a|b *c* <d>"))
    a\|b \*c\* \<d>
    """
    return re.sub(r"([\\`*~|<\[]|\b_|_\b)", r"\\\1", _flat(text))


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Title):
        yield f"{'#' * (block.level + 1)} {escape(block.text)}"
    elif isinstance(block, Fitting):
        yield from _table(block.paper)
    elif isinstance(block, Drawing):
        yield f"```{block.language}\n{block.draw(_PAPER, False)}```"
    else:
        yield from _lines(block.lines)


def _lines(lines: Iterable[Line]) -> Iterator[str]:
    """Each line a paragraph, indented ones a list."""
    listed: list[str] = []
    for line in lines:
        text = _marked(line)
        if line.indent:
            listed.append(f"- {text}")
            continue
        if listed:
            yield "\n".join(listed)
            listed = []
        yield text
    if listed:
        yield "\n".join(listed)


def _table(table: PageTable) -> Iterator[str]:
    for section in table.sections:
        if section.title:
            yield f"### {escape(section.title)}"
        if section.rows:
            yield "\n".join(_grid(table.columns, section))
    if table.note:
        yield escape(table.note)


def _grid(columns: tuple[PageColumn, ...], section: TableSection) -> Iterator[str]:
    yield _row(escape(column.title) for column in columns)
    yield _row("---:" if column.number else "---" for column in columns)
    for row in section.rows:
        yield _row(_cell(cell) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    text = _marked(cell)
    if cell.tone == "strong" and text:
        text = f"**{text}**"
    return "&emsp;" * (cell.indent - 1) + text  # the first step is what stands under a section, here a heading


def _marked(words: Cell | Line) -> str:
    if not words.code or not words.text:
        return escape(words.text)
    return f"`{_flat(words.text).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def _flat(text: str) -> str:
    return " ".join(printable(text).split())
