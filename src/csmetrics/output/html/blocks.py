"""Each kind of block as HTML."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from csmetrics.output.charts import draw
from csmetrics.output.html.line_block import paragraphs
from csmetrics.output.html.markup import classes, heading, number, text, tone_class
from csmetrics.output.html.table_block import table
from csmetrics.output.html.tile_block import tiles
from csmetrics.output.page import AnyBlock, Cell, Drawing, Fitting, Paragraph, Title
from csmetrics.output.rich_blocks import Beside, BulletPoints, Fold, Instead, PagePart, Picture, SpokenQuote, Tiles

_PAPER = 80  # the width of a drawing
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a block: the level of the last heading, that of the part it is in, and what it says.

    Levels are those of the page, and `shift` more in a page that stands in another one.
    """

    level: int = 1
    part: int = 1
    title: str = ""
    shift: int = 0

    @property
    def next(self) -> int:
        """The level of a heading beneath."""
        return min(self.level + 1, _DEEPEST)


def drawn(blocks: Iterable[AnyBlock], above: Above) -> Iterator[str]:
    """Blocks one after another, what opens together; no level of heading is skipped."""
    for opens, some in groupby(blocks, key=lambda block: isinstance(block, Fold)):
        if opens:
            yield '<div class="folds">'
        for block in some:
            if isinstance(block, Title):
                level = min(max(block.level + above.shift, above.part + 1), above.next)
                above = replace(above, level=level, title=block.text)
                yield f"<h{level}>{heading(block.text)}</h{level}>"
            else:
                yield _DRAWN[type(block)](block, above)
        if opens:
            yield "</div>"


def _lines(said: Paragraph, above: Above) -> str:
    del above
    return f'<div class="lines">{paragraphs(said.lines)}</div>' if said.lines else ""


def _fitting(said: Fitting, above: Above) -> str:
    return table(said.paper, above.title)


def _drawing(said: Drawing, above: Above) -> str:
    name = text(above.title or "Text")
    letters = "\n".join(map(text, said.draw(_PAPER, False).rstrip("\n").split("\n")))
    return f'<pre class="drawing" tabindex="0" role="region" aria-label="{name}">{letters}</pre>'


def _instead(said: Instead, above: Above) -> str:
    return "".join(drawn(said.rich(), above))


def _picture(said: Picture, above: Above) -> str:
    title = f"<h{above.next}>{number(said.title)}</h{above.next}>" if said.title else ""
    caption = f'<p class="sub">{number(said.caption)}</p>' if said.caption else ""
    head = f"<figcaption>{title}{caption}</figcaption>" if title or caption else ""
    return f'<figure class="fig">{head}{draw(said.chart)}{_numbers(said, above)}</figure>'


def _numbers(said: Picture, above: Above) -> str:
    if said.numbers is None:
        return ""
    return f'<details class="nums"><summary>Numbers</summary>{table(said.numbers, said.title or above.title)}</details>'


def _beside(said: Beside, above: Above) -> str:
    each = (f'<div class="col">{"".join(drawn((block,), above))}</div>' for block in said.blocks)
    return f'<div class="two">{"".join(each)}</div>'


def _fold(said: Fold, above: Above) -> str:
    """The anchor lies inside, so that a link to it opens it."""
    cells = "".join(map(_summary, said.summary))
    anchor = f' id="{text(said.anchor)}"' if said.anchor else ""
    name = replace(above, title=said.summary[0].text if said.summary else above.title)
    inside = "".join(drawn(said.blocks, name))
    summary = f'<summary class="s{len(said.summary)}">{cells}</summary>'
    return f'<details class="fold">{summary}<div class="in"{anchor}>{inside}</div></details>'


def _summary(cell: Cell) -> str:
    said = f"<code>{text(cell.text)}</code>" if cell.code else number(cell.text)
    return f"<span{classes(tone_class(cell.tone))}>{said}</span>"


def _tiles(said: Tiles, above: Above) -> str:
    return tiles(said, above.next)


def _quote(said: SpokenQuote, above: Above) -> str:
    del above
    words = f"<p>\N{LEFT DOUBLE QUOTATION MARK}{text(said.text)}\N{RIGHT DOUBLE QUOTATION MARK}</p>"
    return f"<blockquote{classes(tone_class(said.tone))}>{words}<footer>{number(said.by)}</footer></blockquote>"


def _points(said: BulletPoints, above: Above) -> str:
    del above
    items = (f"<li><b>{number(lead)}</b> {number(rest)}</li>" for lead, rest in said.points)
    return f'<ul class="points">{"".join(items)}</ul>'


def _part(said: PagePart, above: Above) -> str:
    """A title beside what is in it."""
    level, anchor = min(above.part + 1, _DEEPEST), text(said.anchor)
    stand = f'<div class="stand">{paragraphs(said.standfirst)}</div>' if said.standfirst else ""
    inside = "".join(drawn(said.blocks, Above(level, level, said.title, above.shift)))
    return (
        f'<section class="part" aria-labelledby="{anchor}">'
        f'<header><h{level} id="{anchor}">{heading(said.title)}</h{level}>{stand}</header>'
        f'<div class="body">{inside}</div></section>'
    )


_DRAWN: dict[type, Callable[[Any, Above], str]] = {
    Paragraph: _lines,
    Fitting: _fitting,
    Drawing: _drawing,
    Instead: _instead,
    Picture: _picture,
    Beside: _beside,
    Fold: _fold,
    Tiles: _tiles,
    SpokenQuote: _quote,
    BulletPoints: _points,
    PagePart: _part,
}
