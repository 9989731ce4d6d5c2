"""How recurring revenue came from the opening to the close: steps, sums of what came and went, and the biggest part."""

from csmetrics.figures.model import Figure
from csmetrics.output.charts.model import Step, Waterfall
from csmetrics.output.page import Cell, Section, Table
from csmetrics.output.parts import Picture
from csmetrics.output.values import is_zero, show, show_change
from csmetrics.output.words import count_of, number_columns, printable, text_columns
from csmetrics.periods import day_in_words
from csmetrics.views.board.metrics import BRIDGE, LOSSES
from csmetrics.views.board.model import Board
from csmetrics.views.board.movement import way_of
from csmetrics.views.board.words import beside, in_words, size_of, value_of
from csmetrics.views.explain.lines import Line
from csmetrics.views.explain.model import TallyLines

GAINS = ("new_mrr", "returned_mrr", "expansion_mrr")
_NAMES = {name: name.removesuffix("_mrr").capitalize() for name in BRIDGE} | {"exchange_mrr": "Exchange"}
_TALLIES = {name: f"mrr_{name.removesuffix('_mrr')}" for name in BRIDGE}
_NOTABLE = 0.25  # of what came, from one customer


def parts_of(board: Board) -> list[tuple[Figure, float]] | None:
    """Each movement and what it did to MRR, losses below zero; None where the files cannot tell one of them."""
    figures = [board.figure(name) for name in BRIDGE if name != "exchange_mrr"]
    if any(figure is None or figure.value is None for figure in figures):
        return None
    found = [(figure, figure.value or 0.0) for name in BRIDGE if (figure := board.figure(name))]
    signed = [(figure, -value if figure.metric in LOSSES else value) for figure, value in found]
    return [(figure, value + 0.0) for figure, value in signed if figure.metric != "exchange_mrr" or value]


def _sum(board: Board, names: tuple[str, ...]) -> float:
    return sum(board.value(name) or 0.0 for name in names)


def came_and_went(board: Board) -> str:
    """What came and what went: "855 came, 211 went"; nothing where the files cannot tell."""
    if parts_of(board) is None:
        return ""
    came, went = _sum(board, GAINS), _sum(board, LOSSES)
    said = [f"{_amount(came)} came", f"{_amount(went)} went"]
    exchange = board.value("exchange_mrr") or 0.0
    if not is_zero(exchange):
        verb = "added" if exchange > 0 else "took"
        said.append(f"rates of exchange {verb} {show(abs(exchange), 'money')}")
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 2 else ", ".join(said)  # noqa: PLR2004  # two


def _amount(value: float) -> str:
    return "nothing" if is_zero(value) else show(value, "money")


def bridge_title(board: Board) -> str:
    """What came and went, and what that made of MRR."""
    mrr, said = board.figure("mrr"), came_and_went(board)
    if mrr is None or not said:
        return ""
    verbs = {"rose": f"MRR rose by {size_of(mrr)}", "fell": f"MRR fell by {size_of(mrr)}"}
    return f"{said[0].upper()}{said[1:]}: {verbs.get(way_of(mrr), f'MRR is {value_of(mrr)}')}"


def bridge(board: Board) -> Picture | None:
    """The bridge, with its numbers; None where the files cannot tell the movements, or nothing stands before."""
    mrr, parts = board.figure("mrr"), parts_of(board)
    if mrr is None or mrr.value is None or mrr.previous is None or parts is None:
        return None
    start, end = beside(board.previous_period, board.period), in_words(board.period)
    end = end.removesuffix(f" {board.period.last_day.year}") if board.period.grain == "month" else end
    steps = (
        Step(start, mrr.previous, show(mrr.previous, "money"), _customers(board, "previous"), end=True),
        *(_step(board, figure, value) for figure, value in parts),
        Step(end, mrr.value, value_of(mrr), _customers(board, "value"), end=True),
    )
    label = "MRR bridge: " + ", ".join(f"{step.name} {step.text}" for step in steps)
    currency = f", {board.currency}" if board.currency else ""
    first = day_in_words(board.previous_period.last_day)
    caption = f"MRR from {first} to {day_in_words(board.period.last_day)}{currency}"
    return Picture(Waterfall(label, "money", steps), bridge_title(board), caption, _numbers(steps))


def _step(board: Board, figure: Figure, value: float) -> Step:
    lines = behind(board, figure.metric)
    under = count_of(lines.count, "customer") if lines and figure.metric != "exchange_mrr" else ""
    text = show_change(value, "money", value)
    return Step(_NAMES[figure.metric], value, text, under, tip=f"{figure.title}: {text}")


def _customers(board: Board, when: str) -> str:
    figure = board.figure("customers")
    value = getattr(figure, when, None)
    return "" if value is None else count_of(int(value), "customer")


def _numbers(steps: tuple[Step, ...]) -> Table:
    rows = tuple(
        (Cell(step.name, "strong" if step.end else "plain"), Cell(step.text), Cell(step.under)) for step in steps
    )
    return Table((*text_columns(""), *number_columns("MRR"), *text_columns("")), (Section("", rows),))


def behind(board: Board, metric: str) -> TallyLines | None:
    """The customers behind a movement, the biggest first."""
    explanation = board.explanations.get("net_new_mrr")
    tallies = explanation.tallies if explanation else ()
    return next((each for each in tallies if each.tally == _TALLIES[metric]), None)


def biggest(board: Board) -> str:
    """That much of what came, or went, is one customer; nothing where none is that big."""
    came, went = _sum(board, GAINS), _sum(board, LOSSES)
    for names, whole, verb in ((GAINS, came, "came"), (LOSSES, went, "went")):
        lines = [(tally.lines[0], name) for name in names if (tally := behind(board, name)) and tally.count]
        if not lines or whole <= 0:
            continue
        line, name = max(lines, key=lambda pair: pair[0].amount)
        if _NOTABLE * whole <= line.amount < whole:
            one = f"{show(line.amount, 'money')} is one customer{_did(line, name)}"
            return f"Of the {show(whole, 'money')} that {verb}, {one}."
    return ""


def _did(line: Line, name: str) -> str:
    """What the customer did, and who it is."""
    deeds = {"returned_mrr": " who returned", "new_mrr": " who is new", "churned_mrr": " who left"}
    who = printable(line.label or line.customer_id or "")
    return f"{deeds.get(name, '')}{who and f': {who}'}"
