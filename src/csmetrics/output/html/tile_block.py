"""Headline figures: name, value, line; change; what it rests on; threshold."""

from csmetrics.output.charts import draw
from csmetrics.output.html.markup import classes, linked, number, text, tone_class
from csmetrics.output.rich_blocks import Tile, Tiles, Verdict

_SIGNS = {"ok": "M5 8.2 7.2 10.4 11 6", "no": "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6", "eh": "M5.2 8h5.6"}


def tiles(said: Tiles, level: int) -> str:
    """Three, two or one in a row; `level` is that of their headings."""
    watched = any(each.verdict for each in said.tiles)
    return f'<div class="tiles">{"".join(_tile(each, level, watched=watched) for each in said.tiles)}</div>'


def verdict(said: Verdict | None) -> str:
    """A threshold and what became of it, with a sign and a word."""
    if said is None:
        return '<p class="th q">No threshold set</p>'
    kind = ("ok" if said.certain else "eh") if said.holds else "no"
    inside = f'<circle cx="8" cy="8" r="6.5"/><path d="{_SIGNS[kind]}"/>'
    sign = f'<svg class="ic" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{inside}</svg>'
    colon = ":" if said.text else ""
    return f'<p class="th {kind}">{sign}<span><b>{text(said.word)}{colon}</b> {number(said.text)}</span></p>'


def _tile(tile: Tile, level: int, *, watched: bool) -> str:
    """That a figure has no threshold is said where others have one."""
    held = verdict(tile.verdict) if watched else ""
    name = linked(text(tile.name), tile.anchor)
    unit = f"<small> {text(tile.unit)}</small>" if tile.unit else ""
    line = draw(tile.line) if tile.line else ""
    return (
        f'<article class="tile"><h{level}>{name}</h{level}>'
        f'<div class="vrow"><p class="val">{number(tile.value)}{unit}</p>{line}</div>'
        f'<p class="dl">{_change(tile)}</p><p class="meta">{number(tile.basis)}</p>{held}</article>'
    )


def _change(tile: Tile) -> str:
    """The change, then what it is since."""
    change = f"<b{classes(tone_class(tile.tone))}>{number(tile.change)}</b>" if tile.change else ""
    return f"{change} {number(tile.since)}" if change else f'<span class="q">{number(tile.since)}</span>'
