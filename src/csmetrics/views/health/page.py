"""Customers by need of attention as a page for people, as plain values for JSON, and as lines for CSV."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from csmetrics.explanations.standings import BANDS, MOST_COSTS, Band, Standing, Standings
from csmetrics.output.figures import number
from csmetrics.output.formats import Rows, Sheet, write
from csmetrics.output.page import (
    Block,
    Cell,
    Column,
    Fitting,
    Page,
    Section,
    Table,
    Title,
    chosen,
    lines,
    one_table,
    page_of,
)
from csmetrics.output.values import DASH, show, show_change, show_lost, show_whole_percent
from csmetrics.output.words import (
    change_tone,
    count_of,
    listed,
    number_columns,
    period_heading,
    segment_name,
    text_columns,
)
from csmetrics.reports.model import headers_beside
from csmetrics.views.health.models import model_blocks, model_values

SCHEMA = "csmetrics.health/1"
NAMES = {"at_risk": "At risk", "watch": "Watch", "healthy": "Healthy", "unknown": "Too little known for a score"}


def render_health(found: Standings, form: str, *, width: int = 80, colour: bool = False) -> str:
    """The customers as a table for a terminal, JSON, CSV or Markdown."""
    sheet = Sheet(partial(health_page, found), partial(health_values, found), partial(health_rows, found))
    return write(sheet, form, width=width, colour=colour)


def health_page(found: Standings) -> Page:
    """Who needs attention, band by band; the segments; what the scores are made of."""
    currency = f", {found.currency}" if found.currency else ""
    blocks: list[Block] = [Title(f"Customer health: {period_heading(found.period)}{currency}"), *chosen(found.chosen)]
    if found.standings:
        blocks.append(_customers(found))
    blocks.append(lines(_said(found), tone="quiet"))
    blocks.append(lines(*found.notes))
    if found.by:
        blocks.append(_by_segment(found))
    blocks += model_blocks(found.health, found.known, found.paying)
    blocks += model_blocks(found.distress, {}, found.paying)
    return page_of(blocks)


def health_values(found: Standings) -> dict[str, Any]:
    """Every line, every total, both models."""
    return {
        "schema": SCHEMA,
        "period": found.period.as_dict(),
        "chosen": found.chosen or None,
        "previous_period": found.previous_period.as_dict(),
        "by": list(found.by),
        "currency": found.currency,
        "models": model_values(found.health, found.distress),
        "paying": found.paying,
        "known": dict(found.known),
        "totals": [
            {"band": t.band, "segment": dict(t.segment), "customers": t.customers, "mrr": number(t.mrr, "money")}
            for t in found.totals
        ],
        "count": found.count,
        "customers": [_line_values(each) for each in found.standings],
        "problems": [problem.as_dict() for problem in found.problems],
        "notes": list(found.notes),
        "sources": [source.as_dict() for source in found.sources],
    }


def health_rows(found: Standings) -> Rows:
    """One customer a line."""
    attributes = _attributes(found)
    costs = [f"{what}_{place}" for place in range(1, MOST_COSTS + 1) for what in ("cost", "lost")]
    facts = ["customer_id", "name", "score", "band", "change", "coverage", "mrr", "distress", "distressed"]
    yield ["period", *facts, *costs, *headers_beside(["period", *facts, *costs], attributes)]
    for each in found.standings:
        known = {**each.attributes, **each.segment}
        values = _line_values(each)
        yield [
            found.period.name,
            *(_plain(values[fact]) for fact in facts),
            *_cost_cells(each),
            *(known.get(attribute, "") for attribute in attributes),
        ]


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _cost_cells(each: Standing) -> Iterator[str | float | None]:
    for place in range(MOST_COSTS):
        cost = each.costs[place] if place < len(each.costs) else None
        yield from (cost.signal, cost.lost) if cost else (None, None)


def _line_values(each: Standing) -> dict[str, Any]:
    return {
        "customer_id": each.customer_id,
        "name": each.name,
        "attributes": dict(each.attributes),
        "segment": dict(each.segment),
        "score": number(each.score, "points"),
        "band": each.band,
        "change": number(each.change, "points"),
        "coverage": number(each.coverage, "fraction"),
        "mrr": number(each.mrr, "money"),
        "distress": number(each.distress, "points"),
        "distressed": each.distressed,
        "costs": [{"signal": cost.signal, "value": cost.value, "lost": cost.lost} for cost in each.costs],
    }


def _attributes(found: Standings) -> list[str]:
    """Those that divide first, then all others that the customers have."""
    return list(dict.fromkeys([*found.by, *(name for each in found.standings for name in each.attributes)]))


def _customers(found: Standings) -> Fitting:
    """A section a band; on a narrow screen attributes go, the last one first, then distress."""
    named = any(each.name for each in found.standings)
    attributes = _attributes(found)
    columns = (
        *text_columns("customer", *(["name"] if named else [])),
        *number_columns("score", "change", "known %", "MRR"),
        Column("distress", number=True, gives_way=1),
        *text_columns("costs most"),
        *(Column(attribute, gives_way=place) for place, attribute in enumerate(attributes, 2)),
    )
    sections = tuple(
        Section(_heading(found, band), tuple(_row(each, attributes, named=named) for each in members))
        for band in BANDS
        if (members := [each for each in found.standings if each.band == band])
    )
    table = Table(columns, sections, left_out=_left_out)
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
    return f"{NAMES[band]}: {count_of(total.customers, 'customer')}, MRR {show(total.mrr, 'money')}"


def _left_out(columns: tuple[Column, ...]) -> str:
    names = listed((column.title for column in columns), most=len(columns))
    return f"{names} not shown: widen the terminal or use --format csv"


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
    columns = (*text_columns(" / ".join(found.by)), *number_columns(*(NAMES[band] for band in BANDS[:-1])))
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
    return one_table(columns, [Section("", rows)])
