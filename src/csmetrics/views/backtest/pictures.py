"""What the bands have meant, as bars for a browser: who left, and how well each signal told it."""

from collections.abc import Sequence

from csmetrics.figures.backtest import Backtest, BandOutcome
from csmetrics.output.charts.model import BarChart, BarRow
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import count_of, number_columns, text_columns
from csmetrics.views.bands import JUDGED, band_name
from csmetrics.views.wording import ends_of


def pictures(found: Backtest) -> list[Picture]:
    """Who left, by band of health and of distress; how well signals tell, where the data suffice to say so."""
    bands = [_bands(found, "health", found.health), _bands(found, "distress", found.distress)]
    telling = [_telling(found)] if found.enough and any(each.auc is not None for each in found.signals) else []
    return [picture for picture in bands if picture] + telling


def _bands(found: Backtest, which: str, outcomes: Sequence[BandOutcome]) -> Picture | None:
    """The share of each band that left."""
    there = [each for each in outcomes if each.rate is not None]
    if not there:
        return None
    rows = tuple(
        BarRow(
            band_name(each.band),
            each.rate or 0.0,
            show(each.rate, "fraction"),
            note=_of(each),
            judged=JUDGED[each.band],
        )
        for each in there
    )
    ordered = sorted(there, key=lambda each: JUDGED[each.band] != "bad")
    long = count_of(found.months, "month")
    said = [f"{_of(each)} {band_name(each.band).lower()}" for each in (ordered[0], *ordered[1:][-1:])]
    finding = f"{said[0]} left within {long}{', ' + said[1] if said[1:] else ''}"
    caption = (
        f"Share of customers who left within {long} of a score, by band of {which}. The intervals stand in the table."
    )
    label = f"Left within {long}: {', '.join(f'{row.name} {row.text}, {row.note}' for row in rows)}"
    return Picture(BarChart(label, "fraction", rows), finding, caption, _numbers(there))


def _telling(found: Backtest) -> Picture:
    """How often each signal was worse for the one who left."""
    known = sorted((each for each in found.signals if each.auc is not None), key=lambda each: -(each.auc or 0.0))
    rows = tuple(BarRow(each.name, each.auc or 0.0, show(each.auc, "ratio")) for each in known)
    finding = f"{known[0].name} told best who would leave: {show(known[0].auc, 'ratio')}, where 0.50 is chance"
    caption = "AUC of each signal: of one who left and one who stayed, how often it was worse for the one who left."
    label = f"AUC: {', '.join(f'{row.name} {row.text}' for row in rows)}"
    cells = tuple((Cell(row.name), Cell(row.text)) for row in rows)
    numbers = PageTable((*text_columns("signal"), *number_columns("AUC")), (TableSection("", cells),))
    return Picture(BarChart(label, "ratio", rows), finding, caption, numbers)


def _of(each: BandOutcome) -> str:
    return f"{show(each.churned, 'count')} of {show(each.customers, 'count')}"


def _numbers(outcomes: Sequence[BandOutcome]) -> PageTable:
    rows = tuple(
        (
            Cell(band_name(each.band)),
            Cell(show(each.customers, "count")),
            Cell(show(each.churned, "count")),
            Cell(show(each.rate, "fraction")),
            Cell(ends_of(each.interval, "fraction")),
        )
        for each in outcomes
    )
    return PageTable(
        (*text_columns("band"), *number_columns("customers", "left", "share", "95 %")), (TableSection("", rows),)
    )
