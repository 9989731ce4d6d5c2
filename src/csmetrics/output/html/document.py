"""The whole file, and the part of it that a notebook shows."""

import re
from collections.abc import Iterable

from csmetrics.output.html.blocks import Above, drawn
from csmetrics.output.html.line_block import paragraphs
from csmetrics.output.html.markup import heading, text
from csmetrics.output.html.style import margins, style
from csmetrics.output.page import AnyBlock, Page, Paragraph, Title
from csmetrics.output.rich_blocks import PagePart

_SAFE = "default-src 'none'; style-src 'unsafe-inline'"
_LEGEND = "Underlined with dashes: for the worse, or to be looked at."
_CHART = '<svg class="cs-'  # how a chart begins
NO_TITLE = "csmetrics"


def document(page: Page, paper: str = "") -> str:
    """A file by itself: it needs no other, runs nothing and asks nothing of anybody.

    Who prints it chooses the paper, unless one is named.
    """
    title, rest = _titled(page)
    head, body = _masthead(rest)
    inside = "".join(drawn(body, Above(title=title)))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_SAFE}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n"
        f"<style>{style(charts=_CHART in inside)}{margins(title, paper)}</style>\n</head>\n"
        '<body class="csm">\n<a class="skip" href="#main">To the figures</a>\n'
        f"<header><h1>{heading(title)}</h1>{head}{_contents(body)}</header>\n"
        f'<main id="main">{inside}</main>\n'
        f"<footer>{_legend(inside)}<p>Made with csmetrics.</p></footer>\n</body>\n</html>\n"
    )


def fragment(page: Page) -> str:
    """The page for a notebook, which has a document of its own."""
    title, rest = _titled(page)
    inside = "".join(drawn(rest, Above(level=2, part=2, title=title, shift=1)))
    head = f"<h2>{heading(title)}</h2>" if len(rest) < len(page) else ""
    look = style(charts=_CHART in inside, within=True)
    return f'<div class="csm"><style>{look}</style>{head}<div class="col">{inside}</div></div>'


def _titled(page: Page) -> tuple[str, Page]:
    """The first title, and the page without it."""
    first = next((block for block in page if isinstance(block, Title)), None)
    return first.text if first else NO_TITLE, tuple(block for block in page if block is not first)


def _masthead(page: Page) -> tuple[str, Page]:
    """The quiet lines under the title, and what comes after them."""
    if page and isinstance(page[0], Paragraph) and all(line.tone == "quiet" for line in page[0].lines):
        return f'<div class="when">{paragraphs(page[0].lines)}</div>', page[1:]
    return "", page


def _contents(page: Iterable[AnyBlock]) -> str:
    parts = [block for block in page if isinstance(block, PagePart)]
    links = (f'<li><a href="#{text(part.anchor)}">{text(part.short or part.title)}</a></li>' for part in parts)
    return f'<nav aria-label="Contents"><ul>{"".join(links)}</ul></nav>' if parts else ""


def _legend(drawn_page: str) -> str:
    """What a dashed line beneath a number says, where there is one."""
    return f"<p>{_LEGEND}</p>" if re.search(r'<t[dh][^>]* class="[^"]*\bbad\b', drawn_page) else ""
