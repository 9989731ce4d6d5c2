"""The sheet beside the figures: what they are about, what is to be known of them, the files that they rest on."""

from collections.abc import Iterable, Iterator
from typing import Any

from csmetrics.output.page import AnyBlock, Fitting, Paragraph, Title, plain_page
from csmetrics.output.sheets.writer import Book, Tab

_SOURCES = ("table", "file", "rows", "used", "first_day", "last_day")


def write_about(book: Book, page: Iterable[AnyBlock], sources: Iterable[Any], notes: Iterable[str]) -> None:
    """Titles and sentences of the page, without its tables; then the files."""
    tab = book.tab("About")
    for text, look in (*sentences(page), *((note, "wrapped") for note in notes)):
        if "wrapped" in look:
            tab.high((text, 95))
        tab.line(text, look=look)
    write_sources(tab, sources)
    tab.widths(90, 26, 12, 12, 12, 12)
    tab.printed()


def write_sources(tab: Tab, sources: Iterable[Any]) -> None:
    """The files that were read, a row each."""
    found = list(sources)
    if found:
        tab.next()
        tab.line("Files", look="part")
        tab.line(*(name.replace("_", " ") for name in _SOURCES), look="head")
    for source in found:
        for column, name in enumerate(_SOURCES):
            tab.write(column, getattr(source, name), form="count" if name in ("rows", "used") else "plain")
        tab.next()


def sentences(page: Iterable[AnyBlock]) -> Iterator[tuple[str, str]]:
    """What a page says around its tables, and how each sentence looks."""
    for block in plain_page(page):
        if isinstance(block, Title):
            yield block.text, "title" if block.level == 1 else "part"
        elif isinstance(block, Paragraph):
            yield from ((line.text, "quiet wrapped" if line.tone == "quiet" else "wrapped") for line in block.lines)
        elif isinstance(block, Fitting) and block.paper.note:
            yield block.paper.note, "quiet wrapped"
