"""Customers by band of health as bars, for a browser: how much MRR is at risk, and in which segments."""

from collections.abc import Sequence

from csmetrics.output.charts.model import BarChart, BarRow
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show, show_whole_percent
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import count_of, number_columns, period_short, segment_name, text_columns
from csmetrics.views.bands import JUDGED, band_name
from csmetrics.views.health.model import BandTotal, Standings

MOST_SEGMENTS = 12


def pictures(found: Standings) -> list[Picture]:
    """All customers by band, and MRR at risk by segment; none where nobody pays."""
    if not found.paying:
        return []
    return [_bands(found), *_segments(found)]


def _bands(found: Standings) -> Picture:
    """MRR of each band, with its customers."""
    totals = [total for total in found.totals if not total.segment]
    mrr = sum(total.mrr for total in totals)
    rows = tuple(
        BarRow(
            band_name(total.band), total.mrr, _of(total.mrr, mrr), note=show(total.customers, "count"),
            judged=JUDGED[total.band],
        )
        for total in totals
    )  # fmt: skip
    risk = next(total for total in totals if total.band == "at_risk")
    unknown = next(total for total in totals if total.band == "unknown")
    finding = (
        f"Too little is known of all {count_of(found.paying, 'customer')} for a score"
        if unknown.customers == found.paying
        else f"{show(risk.customers, 'count')} of {count_of(found.paying, 'customer')} at risk,"
        f" with {show(risk.mrr, 'money')} of {show(mrr, 'money')} MRR"
    )
    caption = f"MRR by band of health, {_money(found)}; on the right customers. Close of {period_short(found.period)}."
    return Picture(BarChart(f"MRR by band: {_label(rows)}", "money", rows), finding, caption, _numbers("band", totals, [
        band_name(total.band) for total in totals
    ]))  # fmt: skip


def _segments(found: Standings) -> list[Picture]:
    """The segments with most MRR at risk."""
    totals = [each for each in found.totals if each.segment and each.band == "at_risk" and each.customers]
    largest = sorted(totals, key=lambda each: -each.mrr)[:MOST_SEGMENTS]
    if not largest:
        return []
    rows = tuple(
        BarRow(
            segment_name(each.segment),
            each.mrr,
            show(each.mrr, "money"),
            note=show(each.customers, "count"),
            judged="bad",
        )
        for each in largest
    )
    most = largest[0]
    finding = f"{segment_name(most.segment)} has most at risk: {show(most.mrr, 'money')} MRR"
    more = (
        f" {count_of(len(totals) - len(largest), 'more segment')} in the table." if len(totals) > len(largest) else ""
    )
    by = " and ".join(found.by)
    caption = (
        f"MRR at risk by {by}, {_money(found)}; on the right customers. Close of {period_short(found.period)}.{more}"
    )
    names = [segment_name(each.segment) for each in largest]
    chart = BarChart(f"MRR at risk by {by}: {_label(rows)}", "money", rows)
    return [Picture(chart, finding, caption, _numbers(by, largest, names))]


def _of(part: float, whole: float) -> str:
    share = f" ({show_whole_percent(part / whole)} %)" if whole else ""
    return f"{show(part, 'money')}{share}"


def _money(found: Standings) -> str:
    return found.currency or "money a month"


def _label(rows: Sequence[BarRow]) -> str:
    return ", ".join(f"{row.name} {row.text} of {row.note}" for row in rows)


def _numbers(what: str, totals: Sequence[BandTotal], names: Sequence[str]) -> PageTable:
    rows = tuple(
        (Cell(name), Cell(show(total.customers, "count")), Cell(show(total.mrr, "money")))
        for name, total in zip(names, totals, strict=True)
    )
    return PageTable((*text_columns(what), *number_columns("customers", "MRR")), (TableSection("", rows),))
