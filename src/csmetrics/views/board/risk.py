"""Customers at risk: who and why, then what the bands of health have meant, so that the score can be doubted."""

from collections.abc import Iterator

from csmetrics.figures.backtest import BandOutcome
from csmetrics.output.page import AnyBlock, Cell, Line, TableSection, Title, lines, one_table
from csmetrics.output.phrases import capital
from csmetrics.output.readable import DASH, show, show_change
from csmetrics.output.rich_blocks import PagePart
from csmetrics.output.sentences import change_tone, count_of, number_columns, printable, text_columns
from csmetrics.views.bands import band_name
from csmetrics.views.board.costs import cost_in_words
from csmetrics.views.board.model import Board
from csmetrics.views.health.model import BANDS, BandTotal, Standing, Standings
from csmetrics.views.movement import since_then
from csmetrics.views.wording import ends_of, money, spelled, value_of


def part(board: Board) -> PagePart | None:
    """Who is at risk; nothing where nobody is scored."""
    found = board.health
    if found is None or not found.paying:
        return None
    return PagePart("Customers at risk", "risk", tuple(_blocks(board, found)), tuple(_standfirst(board)), "At risk")


def scored(board: Board) -> bool:
    """Whether anybody has a score: where nobody has, nobody can be said to be at risk, or not to be."""
    return board.value("health_score") is not None


def scored_before(board: Board) -> bool:
    """Whether anybody had a score in the period before: else there is nothing to compare with."""
    score = board.figure("health_score")
    return score is not None and score.previous is not None


def _standfirst(board: Board) -> Iterator[Line]:
    score, distressed = board.figure("health_score"), board.figure("customers_distressed")
    if score and score.value is None:
        yield Line(f"Nobody can be said to be at risk, or not to be: {score.reason}.")
    else:
        yield from _at_risk(board)
    if distressed and distressed.value:
        yield Line(f"In distress, whatever their health: {value_of(distressed)}.")


def _at_risk(board: Board) -> Iterator[Line]:
    mrr, customers, all_mrr = board.figure("mrr_at_risk"), board.figure("customers_at_risk"), board.value("mrr")
    compared = scored_before(board)
    if mrr and mrr.value is not None:
        share = f", {show(mrr.value / all_mrr, 'fraction')} of all" if all_mrr else ""
        before = capital(since_then(mrr, board.period)) if compared else "Nobody had a score in the period before"
        yield Line(money(mrr.value, board.currency), "strong")
        yield Line(f"MRR at risk{share}. {before}.")
    if customers and customers.value is not None:
        was = f", after {show(customers.previous, 'count')}" if compared else ""
        yield Line(f"Customers at risk: {value_of(customers)}{was}.")


def _blocks(board: Board, found: Standings) -> Iterator[AnyBlock]:
    if found.standings or scored(board):
        yield Title("Who, and why", 3)
    if found.standings:
        yield lines("By MRR. In brackets: points of the health score that the reason costs.", tone="quiet")
        yield _customers(found)
        more = found.count - len(found.standings)
        currency = board.report.rules.get("only_currency")
        alone = f" --currency {currency}" if currency else ""
        command = f"csmetrics health DATA --band at_risk --period {board.period.name}{alone}"
        yield lines(f"and {count_of(more, 'customer')} more: {command}" if more else "", tone="quiet")
    elif scored(board):
        yield lines("Nobody is at risk.")
    yield Title(_bands_title(board), 3)
    yield from _bands(board, found)


def _customers(found: Standings) -> AnyBlock:
    columns = (*text_columns("customer", "what costs most points"), *number_columns("score", "change", "MRR"))
    rows = tuple(_row(found, each) for each in found.standings)
    total = next(each for each in found.totals if each.band == "at_risk" and not each.segment)
    whole = (
        Cell(count_of(total.customers, "customer"), "strong"),
        *[Cell("")] * 3,
        Cell(show(total.mrr, "money"), "strong"),
    )
    return one_table(columns, (TableSection("", (*rows, whole)),))


def _row(found: Standings, each: Standing) -> tuple[Cell, ...]:
    name = printable(each.name or each.customer_id)
    identity = f" {printable(each.customer_id)}" if each.name else ""
    reasons = [cost_in_words(found.health, cost) for cost in each.costs]
    why = "; ".join([*(["in distress"] if each.distressed else []), *reasons])
    change = "new" if each.change is None else show_change(each.change, "points", each.score or 0)
    return (
        Cell(f"{name}{identity}"),
        Cell(capital(why), "quiet"),
        Cell(show(each.score, "points")),
        Cell(change, "quiet" if each.change is None else change_tone(each.change, "higher")),
        Cell(show(each.mrr, "money")),
    )


def _bands_title(board: Board) -> str:
    """What became of those at risk before, where the past can tell."""
    test = board.backtest
    if test is None or not test.enough or not test.health[0].customers:
        return "Health by band"
    risk = test.health[0]
    within = f"{spelled(test.months)} months" if test.months > 1 else "a month"
    times = f"{risk.churned:,} of {count_of(risk.customers, 'time')}"
    return f"At risk before, customers left within {within} {times}"


def _bands(board: Board, found: Standings) -> Iterator[AnyBlock]:
    """Customers and MRR of each band, and how many of that band left in the past."""
    test = board.backtest
    outcomes = {each.band: each for each in test.health} if test and test.windows else {}
    ahead = f"left within {test.months} months, in the past" if outcomes and test else ""
    columns = (
        *text_columns("band"),
        *number_columns("customers", "MRR", "share of MRR", *([ahead, "95 %"] if outcomes else [])),
    )
    totals = {each.band: each for each in found.totals if not each.segment}
    mrr = sum(each.mrr for each in totals.values())
    rows = tuple(_band(totals[band], mrr, outcomes) for band in BANDS if totals[band].customers or band in outcomes)
    yield one_table(columns, (TableSection("", rows),))
    if test is not None and not test.enough:
        yield lines(f"What the bands have meant cannot be told yet. {test.reason}", tone="quiet")
    if outcomes and test:
        span = f"{spelled(test.months)} months" if test.months > 1 else "month"
        yield lines(f"In the past a customer counts once for each {span} before which it was scored.", tone="quiet")
    yield lines(
        *(f"{signal} is not looked at in the past: it has no history." for signal in _without(board)), tone="quiet"
    )


def _without(board: Board) -> tuple[str, ...]:
    return board.backtest.left_out if board.backtest else ()


def _band(total: BandTotal, mrr: float, outcomes: dict[str, BandOutcome]) -> tuple[Cell, ...]:
    share = show(total.mrr / mrr, "fraction") if mrr else DASH
    cells = (
        Cell(band_name(total.band, "Too little known")),
        Cell(show(total.customers, "count")),
        Cell(show(total.mrr, "money")),
        Cell(share),
    )
    if not outcomes:
        return cells
    past = outcomes.get(total.band)
    if past is None or not past.customers:
        return (*cells, Cell(DASH, "quiet"), Cell(""))
    left = f"{past.churned:,} of {past.customers:,}, {show(past.rate, 'fraction')}"
    return (*cells, Cell(left), Cell(ends_of(past.interval, "fraction"), "quiet"))
