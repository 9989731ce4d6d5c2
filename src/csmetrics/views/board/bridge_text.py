"""How recurring revenue came from the opening to the close, and the biggest part of what came or went."""

from collections.abc import Mapping

from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import printable
from csmetrics.periods import day_in_words
from csmetrics.views.board.model import Board
from csmetrics.views.explain.lines import TallyLine
from csmetrics.views.explain.model import TallyLines
from csmetrics.views.mrr_bridge import (
    EXCHANGE,
    MOVES,
    bridge_finding,
    bridge_numbers,
    came_and_went,
    mrr_bridge,
    sums_of,
    tallies_in,
)
from csmetrics.views.wording import beside

_NOTABLE = 0.25  # of what came, from one customer
_DEEDS = {"mrr_returned": " who returned", "mrr_new": " who is new", "mrr_churned": " who left"}


def tallies_of(board: Board) -> Mapping[str, float | None]:
    """The tallies of the whole, and how many customers stand behind each movement."""
    counts = {f"customers_{each.word}": lines_of_tally(board, each.tally) for each in MOVES}
    known = {name: float(tally.count) for name, tally in counts.items() if tally}
    return {**known, **tallies_in(board.report.figures)}


def bridge_in_words(board: Board) -> str:
    """What came and what went; nothing where the files cannot tell, or nothing is known of the opening."""
    mrr, tallies = board.figure("mrr"), tallies_of(board)
    told = mrr is not None and mrr.previous is not None and mrr_bridge(tallies) is not None
    return came_and_went(tallies) if told else ""


def bridge(board: Board) -> Picture | None:
    """The bridge, with its numbers; None where the files cannot tell the movements, or nothing stands before."""
    if not bridge_in_words(board):
        return None
    start, end = beside(board.previous_period, board.period), beside(board.period, board.period)
    tallies = tallies_of(board)
    drawn = mrr_bridge(tallies, start, end)
    if drawn is None:
        return None
    currency = f", {board.currency}" if board.currency else ""
    first, last = board.previous_period.last_day, board.period.last_day
    caption = f"MRR from {day_in_words(first)} to {day_in_words(last)}{currency}"
    return Picture(drawn, bridge_finding(tallies), caption, bridge_numbers(drawn))


def lines_of_tally(board: Board, tally: str) -> TallyLines | None:
    """The customers behind a movement, the biggest first."""
    explanation = board.explanations.get("net_new_mrr")
    return next((each for each in explanation.tallies if each.tally == tally), None) if explanation else None


def biggest(board: Board) -> str:
    """That much of what came, or went, is one customer; nothing where none is that big."""
    came, went = sums_of(tallies_in(board.report.figures))
    for sign, whole, verb in ((1, came, "came"), (-1, went, "went")):
        names = [each.tally for each in MOVES if each.sign == sign and each is not EXCHANGE]
        found = [(tally.lines[0], name) for name in names if (tally := lines_of_tally(board, name)) and tally.count]
        line, name = max(found, key=lambda pair: pair[0].amount, default=(None, ""))
        if line is not None and _NOTABLE * whole <= line.amount < whole:
            one = f"{show(line.amount, 'money')} is one customer{_did(line, name)}"
            return f"Of the {show(whole, 'money')} that {verb}, {one}."
    return ""


def _did(line: TallyLine, name: str) -> str:
    """What the customer did, and who it is."""
    who = printable(line.label or line.customer_id or "")
    return f"{_DEEDS.get(name, '')}{who and f': {who}'}"
