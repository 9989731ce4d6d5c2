"""Lines of a page: paragraphs, lists, formulas."""

from collections.abc import Iterable
from itertools import groupby

from csmetrics.output.html.markup import classes, linked, sentence, text, tone_class
from csmetrics.output.page import Line


def paragraphs(lines: Iterable[Line]) -> str:
    """Lines in their order: those set in are a list, those of code that are set in a formula."""
    return "".join(_DRAWN[kind](list(some)) for kind, some in groupby(lines, key=_kind))


def line(said: Line) -> str:
    """The text of a line."""
    return linked(f"<code>{text(said.text)}</code>" if said.code else sentence(said.text), said.link)


def _kind(said: Line) -> str:
    if not said.indent:
        return "paragraph"
    return "formula" if said.code else "list"


def _paragraphs(lines: list[Line]) -> str:
    return "".join(f"<p{classes(tone_class(each.tone))}>{line(each)}</p>" for each in lines)


def _formula(lines: list[Line]) -> str:
    least = min(each.indent for each in lines)
    texts = (f"{'  ' * (each.indent - least)}{text(each.text)}" for each in lines)
    return f'<pre class="formula">{chr(10).join(texts)}</pre>'


def _list(lines: list[Line]) -> str:
    items = (f"<li{classes(tone_class(each.tone), _step(each))}>{line(each)}</li>" for each in lines)
    return f"<ul>{''.join(items)}</ul>"


def _step(said: Line) -> str:
    return f"i{said.indent - 1}" if said.indent > 1 else ""


_DRAWN = {"paragraph": _paragraphs, "formula": _formula, "list": _list}
