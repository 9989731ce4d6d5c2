"""A backtest as a page for people."""

from collections.abc import Iterator, Sequence

from csmetrics.figures.backtest import Backtest, BandOutcome, Telling
from csmetrics.output.page import AnyBlock, Cell, Fitting, Page, TableSection, Title, chosen, lines, one_table, page_of
from csmetrics.output.readable import DASH, show, show_whole_percent
from csmetrics.output.rich_blocks import Beside, Instead
from csmetrics.output.sentences import count_of, number_columns, text_columns
from csmetrics.views.wording import ends_of

SCORES = ("Health score", "Distress score")
EXPLAINED = (
    "AUC: of two customers, one who left and one who stayed, how often the one who left had the worse score, ties "
    "counting half. 0.50 is chance, 1.00 is perfect."
)


def page(found: Backtest) -> Page:
    """What can be said, churn by band, then how well each score and signal tells."""
    long = count_of(found.months, "month")
    shown = (_bands(found), _telling(found)) if found.windows else ()
    return page_of(
        (
            Title(f"Backtest: who left within {long} of a score, up to {found.period.name}"),
            *chosen(found.chosen),
            lines(*_said(found)),
            Instead(lambda: _pictures(found)),
            *shown,
            lines(EXPLAINED if found.windows else "", *_notes(found), tone="quiet"),
        )
    )


def _pictures(found: Backtest) -> list[AnyBlock]:
    from csmetrics.views.backtest.pictures import pictures  # noqa: PLC0415  # only a browser draws them

    return [Beside(tuple(drawn))] if (drawn := pictures(found)) else []


def _said(found: Backtest) -> Iterator[str]:
    """In plain words: whether the data suffice, and then what they say."""
    if not found.enough:
        yield f"Too few data. {found.reason}"
        return
    score = found.scores[0]
    if score.auc is not None:
        yield (
            f"Of two customers, one who left within {count_of(found.months, 'month')} and one who stayed, the one who"
            f" left had the lower health score {show_whole_percent(score.auc)} times in a hundred; 50 would be chance."
        )


def _notes(found: Backtest) -> Iterator[str]:
    if found.windows:
        first, last = found.windows[0].name, found.windows[-1].name
        span = first if len(found.windows) == 1 else f"{first} to {last}"
        yield (
            f"{count_of(len(found.windows), 'window')} that do not overlap: {span}. Scores are those of the day before"
            " each began; who no longer paid on its last day has left. Customers count once in each window."
        )
    if found.left_out:
        yield f"Left out, as columns of customers.csv have no history: {', '.join(found.left_out)}."


def _bands(found: Backtest) -> Fitting:
    sections = (
        TableSection(title, tuple(_outcome(each) for each in outcomes))
        for title, outcomes in zip(SCORES, (found.health, found.distress), strict=True)
    )
    return one_table((*text_columns("band"), *number_columns("customers", "left", "share", "95 %")), sections)


def _outcome(each: BandOutcome) -> tuple[Cell, ...]:
    return (
        Cell(each.band.replace("_", " "), indent=1),
        Cell(show(each.customers, "count")),
        Cell(show(each.churned, "count")),
        Cell(show(each.rate, "fraction")),
        Cell(ends_of(each.interval, "fraction") or DASH, "quiet"),
    )


def _telling(found: Backtest) -> Fitting:
    sections = (
        TableSection("Scores", _tellings(found.scores, SCORES)),
        TableSection("Signals", _tellings(found.signals)),
    )
    return one_table((*text_columns(""), *number_columns("customers", "left", "AUC")), sections)


def _tellings(tellings: Sequence[Telling], names: Sequence[str] = ()) -> tuple[tuple[Cell, ...], ...]:
    titles = names or [each.name for each in tellings]
    return tuple(
        (
            Cell(title, indent=1),
            Cell(show(each.customers, "count")),
            Cell(show(each.churned, "count")),
            Cell(show(each.auc, "ratio")),
        )
        for title, each in zip(titles, tellings, strict=True)
    )
