"""In short: a handful of sentences, from templates, that a reader who stops here takes away."""

from collections.abc import Iterator, Sequence

from csmetrics.config.sections import Bounds
from csmetrics.figures.model import Figure
from csmetrics.output.phrases import capital, joined
from csmetrics.output.readable import is_zero, show, show_change
from csmetrics.output.rich_blocks import BulletPoints, PagePart
from csmetrics.output.sentences import count_of, within_chance
from csmetrics.views.board.bridge_text import bridge_in_words
from csmetrics.views.board.charts import share_where
from csmetrics.views.board.model import Board, Sentence
from csmetrics.views.board.risk import scored, scored_before
from csmetrics.views.movement import interval_of, moved, way_of
from csmetrics.views.verdicts import BREACHED, HOLDS, NOT_CERTAIN, verdict_of
from csmetrics.views.wording import beside, money, noun_of, short_title, spelled, title_of, value_of

MOST = 4
LAST = 12  # periods looked back on
ALL = 1.0  # of the revenue at the opening


def part(board: Board) -> PagePart | None:
    """The sentences; nothing where there is nothing to say."""
    found = sentences(board)
    if not found:
        return None
    return PagePart("In short", "short", (BulletPoints(tuple((each.lead, each.text) for each in found)),))


def sentences(board: Board) -> list[Sentence]:
    """Revenue, retention, risk and thresholds; satisfaction where one of the others cannot be had."""
    found = [sentence for say in (_revenue, _retention, _risk, _thresholds) for sentence in say(board)]
    if len(found) < MOST:
        found += _satisfaction(board)
    order = ("revenue", "retention", "satisfaction", "risk", "figures")
    return sorted(found, key=lambda sentence: order.index(sentence.about))


def _revenue(board: Board) -> Iterator[Sentence]:
    mrr = board.figure("mrr")
    if mrr is None or mrr.value is None:
        return
    leads = {"rose": "Revenue grew.", "fell": "Revenue fell.", "unchanged": "Revenue is unchanged."}
    why = bridge_in_words(board)
    yield Sentence("revenue", leads.get(way_of(mrr), "Revenue."), f"{moved(mrr, board.currency)}{why and f': {why}'}.")


def _retention(board: Board) -> Iterator[Sentence]:
    nrr = board.figure("net_revenue_retention")
    if nrr is None or nrr.value is None:
        return
    before = f", after {show(nrr.previous, nrr.unit)} in {_before(board)}" if nrr.previous is not None else ""
    often = _often_below(board)
    yield Sentence("retention", _side(nrr.value, nrr.previous), f"NRR is {value_of(nrr)}{before}{often}.")


def _side(value: float, previous: float | None) -> str:
    """On which side of 100 % retention is, and whether it was there before."""
    if is_zero(value - ALL):
        return "Retention is 100 %."
    above, was_above = value > ALL, previous is not None and previous >= ALL
    if above:
        return (
            "Retention is back above 100 %." if previous is not None and previous < ALL else "Retention is above 100 %."
        )
    return "Retention fell below 100 %." if was_above else "Retention is below 100 %."


def _often_below(board: Board) -> str:
    """How often it was below 100 % in the periods looked back on."""
    line = board.line("net_revenue_retention")
    if line is None:
        return ""
    below, of = share_where(line, lambda value: value < ALL and not is_zero(value - ALL), LAST)
    if of < LAST:
        return ""
    often = f"in {show(below, 'count')} of" if below else "in none of"
    return f"; it was below 100 % {often} the last {of} {noun_of(board.period)}s"


def _satisfaction(board: Board) -> Iterator[Sentence]:
    figure = next((each for name in ("nps", "csat", "ces") if (each := board.figure(name)) and each.n), None)
    if figure is None or figure.value is None:
        return
    leads = {"rose": "Satisfaction rose.", "fell": "Satisfaction fell.", "unchanged": "Satisfaction is unchanged."}
    chance = within_chance(figure) and way_of(figure) in ("rose", "fell")
    lead = "Satisfaction: too little to tell." if chance else leads.get(way_of(figure), "Satisfaction.")
    bounds = f"; {interval_of(figure)}" if figure.interval else ""
    answers = f", from {count_of(int(figure.n or 0), 'answer')}"
    yield Sentence("satisfaction", lead, f"{moved(figure)}{answers}{bounds}.")


def _risk(board: Board) -> Iterator[Sentence]:
    customers, at_risk = board.figure("customers_at_risk"), board.figure("mrr_at_risk")
    if customers is None or customers.value is None or at_risk is None or at_risk.value is None:
        return
    count = int(customers.value)
    if not count and not scored(board):
        return
    if not count:
        before = customers.previous
        was = f"In {_before(board)} {_people(int(before))} {_be(int(before))}." if before else ""
        yield Sentence("risk", "No customer is at risk.", was)
        return
    lead = f"{capital(_people(count))} {'is' if count == 1 else 'are'} at risk,"
    yield Sentence("risk", lead, f"with {_stake(board)}{_more_or_less(board)}.{_meant(board)}")


def _people(count: int) -> str:
    return f"{spelled(count)} customer{'' if count == 1 else 's'}"


def _be(count: int) -> str:
    return "was" if count == 1 else "were"


def _stake(board: Board) -> str:
    """MRR at risk, and its share of all."""
    at_risk, mrr = board.value("mrr_at_risk"), board.value("mrr")
    share = f" ({show((at_risk or 0) / mrr, 'fraction')})" if mrr else ""
    return f"{money(at_risk, board.currency)} of MRR{share}"


def _more_or_less(board: Board) -> str:
    figure = board.figure("mrr_at_risk")
    if figure is None or figure.change is None or figure.value is None or not scored_before(board):
        return ""
    if is_zero(figure.change):
        return f", as much as in {_before(board)}"
    size = show_change(figure.change, "money", figure.value).lstrip("+-")
    return f", {size} {'more' if figure.change > 0 else 'less'} than in {_before(board)}"


def _meant(board: Board) -> str:
    """What became of customers who were at risk before."""
    found = board.backtest
    if found is None or not found.enough:
        return ""
    band = found.health[0]
    if not band.customers:
        return ""
    within = f"within {spelled(found.months)} months" if found.months > 1 else "within a month"
    times = f"{band.churned:,} of {count_of(band.customers, 'time')}"
    return f" Customers who scored so low before left {within} {times}."


def _thresholds(board: Board) -> Iterator[Sentence]:
    """Whether the thresholds hold, and which do not."""
    checked = [(figure, verdict_of(figure, bounds)) for figure, bounds in _watched(board)]
    gone = [title_of(metric) for metric in board.thresholds if board.figure(metric) is None]
    if not checked and not gone:
        return
    breached = [(figure, verdict) for figure, verdict in checked if verdict.word.startswith(BREACHED)]
    unsaid = [short_title(figure) for figure, verdict in checked if not verdict.word.startswith((BREACHED, HOLDS))]
    unchecked = [*unsaid, *gone]
    unsure = [figure for figure, verdict in checked if verdict.holds and not verdict.certain]
    said = [f"{capital(short_title(f))} is {value_of(f, board.currency)}, {v.text.partition(';')[0]} is asked for."
            for f, v in breached]  # fmt: skip
    if unsure:
        said.append(_unsure([short_title(each) for each in unsure]))
    if unchecked:
        said.append(f"{joined(unchecked)}: not checked.")
    yield Sentence("figures", _lead(len(board.thresholds), len(breached), len(unchecked)), " ".join(said))


def _unsure(names: Sequence[str]) -> str:
    """Which of them hold by their values alone.

    >>> _unsure(["NPS"]), _unsure(["NPS", "CSAT"])
    ('Not for certain: NPS, whose interval lies on both sides of its threshold.', \
'Not for certain: NPS and CSAT, whose intervals lie on both sides of their thresholds.')
    """
    whose = "interval lies on both sides of its threshold"
    if len(names) > 1:
        whose = "intervals lie on both sides of their thresholds"
    return f"{capital(NOT_CERTAIN)}: {joined(names)}, whose {whose}."


def _watched(board: Board) -> Iterator[tuple[Figure, Bounds]]:
    for metric, bounds in board.thresholds.items():
        if figure := board.figure(metric):
            yield figure, bounds


def _lead(all_of_them: int, breached: int, unchecked: int) -> str:
    """How many hold.

    >>> _lead(4, 0, 0), _lead(1, 0, 0), _lead(4, 1, 0), _lead(1, 1, 0), _lead(3, 0, 1), _lead(1, 0, 1)
    ('All 4 thresholds hold.', 'The threshold holds.', '1 of 4 thresholds is breached.', 'The threshold is breached.', \
'2 of 3 thresholds hold.', 'The threshold was not checked.')
    """
    if all_of_them == 1:
        what = "is breached" if breached else "was not checked" if unchecked else "holds"
        return f"The threshold {what}."
    if breached:
        return f"{breached} of {all_of_them} thresholds {'is' if breached == 1 else 'are'} breached."
    if unchecked == all_of_them:
        return f"The {all_of_them} thresholds were not checked."
    if unchecked:
        holds = all_of_them - unchecked
        return f"{holds} of {all_of_them} thresholds {'holds' if holds == 1 else 'hold'}."
    return f"All {all_of_them} thresholds hold."


def _before(board: Board) -> str:
    return beside(board.previous_period, board.period)
