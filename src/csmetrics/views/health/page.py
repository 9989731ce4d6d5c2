"""Customers by need of attention as a page for people."""

from typing import Any

from csmetrics.output.page import (
    AnyBlock,
    Block,
    Cell,
    Fitting,
    Page,
    PageColumn,
    PageTable,
    TableSection,
    Title,
    chosen,
    lines,
    one_table,
    page_of,
)
from csmetrics.output.readable import DASH, show, show_change, show_lost, show_whole_percent
from csmetrics.output.rich_blocks import Beside, Fold, Instead
from csmetrics.output.sentences import (
    change_tone,
    count_of,
    not_shown,
    number_columns,
    period_heading,
    segment_name,
    text_columns,
)
from csmetrics.views.bands import band_name
from csmetrics.views.csv_columns import attributes_of
from csmetrics.views.health.model import BANDS, Band, Standing, Standings
from csmetrics.views.health.models_in_force import model_blocks

UNKNOWN = "Too little known for a score"


def page(found: Standings, *, signals: bool = False) -> Page:
    """Who needs attention, band by band; the segments; what the scores are made of, if that is asked for."""
    blocks: list[AnyBlock] = [
        Title(f"Customer health: {period_heading(found.period, found.currency)}"),
        *chosen(found.chosen),
    ]
    blocks.append(Instead(lambda: _pictures(found)))
    if found.standings:
        blocks.append(_customers(found))
    blocks.append(lines(_said(found), tone="quiet"))
    blocks.append(lines(*found.notes))
    if found.by:
        blocks.append(_by_segment(found))
    blocks += (
        _models(found) if signals else [Instead(lambda: [_folded(found)], (lines(_made_of(found), tone="quiet"),))]
    )
    return page_of(blocks)


def _pictures(found: Standings) -> list[AnyBlock]:
    from csmetrics.views.health.pictures import pictures  # noqa: PLC0415  # only a browser draws them

    return [Beside(tuple(drawn))] if (drawn := pictures(found)) else []


def _models(found: Standings) -> tuple[Block, ...]:
    return (
        *model_blocks(found.health, found.known, found.paying),
        *model_blocks(found.distress, {}, found.paying),
    )


def _folded(found: Standings) -> Fold:
    return Fold((Cell("What the scores are made of"),), _models(found))


def _made_of(found: Standings) -> str:
    """How to see the models, and which of them nobody has declared."""
    undeclared = " and ".join(model.which for model in (found.health, found.distress) if not model.is_declared)
    if undeclared:
        return f"Nobody declared a {undeclared} model: --signals shows what the scores are made of"
    return "What the scores are made of: --signals"


def _customers(found: Standings) -> Fitting:
    """A section a band; on a narrow screen attributes go, the last one first, then distress."""
    named = any(each.name for each in found.standings)
    attributes = attributes_of(found.by, found.standings)
    columns = (
        *text_columns("customer", *(["name"] if named else [])),
        *number_columns("score", "change", "known %", "MRR"),
        PageColumn("distress", number=True, gives_way=1),
        *text_columns("costs most"),
        *(PageColumn(attribute, gives_way=place) for place, attribute in enumerate(attributes, 2)),
    )
    sections = tuple(
        TableSection(_heading(found, band), tuple(_row(each, attributes, named=named) for each in members))
        for band in BANDS
        if (members := [each for each in found.standings if each.band == band])
    )
    table = PageTable(columns, sections, left_out=not_shown)
    return Fitting((table,), table)


def _row(each: Standing, attributes: list[str], *, named: bool) -> tuple[Cell, ...]:
    known = {**each.attributes, **each.segment}
    return (
        Cell(each.customer_id, indent=1),
        *([Cell(each.name)] if named else []),
        Cell(show(each.score, "points")),
        _change(each),
        Cell(show_whole_percent(each.coverage), "quiet"),
        Cell(show(each.mrr, "money")),
        Cell(show(each.distress, "points"), "bad" if each.distressed else "quiet"),
        Cell(_costs(each)),
        *(Cell(known.get(attribute, ""), "quiet") for attribute in attributes),
    )


def _change(each: Standing) -> Cell:
    if each.change is None or each.score is None:
        return Cell("")
    return Cell(show_change(each.change, "points", each.score), change_tone(each.change, "higher"))


def _costs(each: Standing) -> str:
    costs = ", ".join(f"{cost.signal} {show_lost(cost.lost)}" for cost in each.costs)
    return "; ".join(part for part in ("in distress" if each.distressed else "", costs) if part)


def _heading(found: Standings, band: Band) -> str:
    total = next(total for total in found.totals if total.band == band and not total.segment)
    return f"{band_name(band, UNKNOWN)}: {count_of(total.customers, 'customer')}, MRR {show(total.mrr, 'money')}"


def _said(found: Standings) -> str:
    """How many of how many customers are shown."""
    if not found.paying:
        return "Nobody pays at the close."
    if not found.count:
        return "Nobody."
    if len(found.standings) == found.count:
        return ""
    shown, count = show(len(found.standings), "count"), show(found.count, "count")
    return f"{shown} of {count}, the neediest first; --limit {found.count} or --format json shows all"


def _by_segment(found: Standings) -> Fitting:
    """Customers by band, and the MRR at risk, of each segment; segments with nobody in them are left out."""
    columns = (*text_columns(" / ".join(found.by)), *number_columns(*(band_name(band) for band in BANDS[:-1])))
    columns += number_columns("unknown", "MRR at risk")
    totals: dict[str, dict[str, Any]] = {}
    for total in found.totals:
        totals.setdefault(segment_name(total.segment), {})[total.band] = total
    rows = tuple(
        (
            Cell(name),
            *(Cell(show(bands[band].customers, "count") if bands[band].customers else DASH) for band in BANDS),
            Cell(show(bands["at_risk"].mrr, "money")),
        )
        for name, bands in totals.items()
        if any(total.customers for total in bands.values())
    )
    return one_table(columns, [TableSection("", rows)])
