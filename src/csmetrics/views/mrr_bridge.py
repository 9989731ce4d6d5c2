"""The MRR bridge: from the opening to the close, by what came and what went. Of tallies, so the books balance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from csmetrics.figures.model import Figure, Segment
from csmetrics.output.charts.model import Waterfall, WaterfallStep
from csmetrics.output.page import Cell, PageColumn, PageTable, TableSection
from csmetrics.output.readable import is_zero, show, show_change
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import count_of, segment_name

OPENING, CLOSE, KEPT = "Opening", "Close", "Left"
_CENT = 0.01  # further from the close than this is no bridge


@dataclass(frozen=True, slots=True)
class Move:
    """A column of the bridge, if not `always` there: its name, tally, sign, and the tally of its customers."""

    name: str
    tally: str
    sign: int
    customers: str = ""
    always: bool = True

    @property
    def word(self) -> str:
        """What tallies of it are called by."""
        return self.tally.removeprefix("mrr_")


EXCHANGE = Move("Exchange", "mrr_exchange", 1, always=False)  # nobody's doing, and so neither came nor went
MOVES = (
    Move("New", "mrr_new", 1, "customers_new"),
    Move("Returned", "mrr_returned", 1, "customers_returned"),
    Move("Expansion", "mrr_expansion", 1, "customers_expansion"),
    Move("Moved in", "mrr_moved_in", 1, "customers_moved_in", always=False),
    Move("Contraction", "mrr_contraction", -1, "customers_contraction"),
    Move("Churned", "mrr_churned", -1, "customers_churned"),
    Move("Moved out", "mrr_moved_out", -1, "customers_moved_out", always=False),
    EXCHANGE,
)


def tallies_in(figures: Iterable[Figure], segment: Segment | None = None) -> dict[str, float | None]:
    """The tallies that the figures of a segment are made of, the whole being {}."""
    found: dict[str, float | None] = {}
    for figure in figures:
        if figure.segment == (segment or {}):
            found.update(figure.inputs)
    return found


def mrr_bridge(tallies: Mapping[str, float | None], opening: str = OPENING, close: str = CLOSE) -> Waterfall | None:
    """The bridge of some tallies; None where they do not lead from the one level to the other.

    >>> tallies = {"mrr_start": 100, "mrr_new": 40, "mrr_returned": 0, "mrr_expansion": 5, "mrr_contraction": 0}
    >>> bridge = mrr_bridge({**tallies, "mrr_churned": 20, "mrr_end": 125})
    >>> [step.text for step in bridge.steps]
    ['100', '+40', '0', '+5', '0', '-20', '125']
    """
    start, end = tallies.get("mrr_start"), tallies.get("mrr_end")
    moved = [(each, _moved(tallies, each)) for each in MOVES]
    known = [(each, value) for each, value in moved if value is not None]
    if start is None or end is None or any(each.always and value is None for each, value in moved):
        return None
    if abs(start + sum(value for _, value in known) - end) > _CENT:
        return None
    shown = [(each, value) for each, value in known if each.always or not is_zero(value)]
    steps = (
        _level(opening, start, tallies.get("customers_start")),
        *(_step(each, value, end, tallies.get(each.customers)) for each, value in shown),
        _level(close, end, tallies.get("customers_end")),
    )
    return Waterfall(f"MRR bridge: {', '.join(f'{step.name} {step.text}' for step in steps)}", "money", steps)


def bridge_finding(tallies: Mapping[str, float | None]) -> str:
    """What the bridge shows, as a title.

    >>> bridge_finding({"mrr_start": 11779, "mrr_end": 12435, "mrr_new": 855, "mrr_churned": 199})
    '855 came and 199 went: MRR rose by 656'
    """
    end = tallies.get("mrr_end") or 0.0
    change = end - (tallies.get("mrr_start") or 0.0)
    said = f"{'rose' if change > 0 else 'fell'} by {_money(abs(change), end)}"
    return f"{came_and_went(tallies)}: MRR {'stayed as it was' if is_zero(change) else said}"


def came_and_went(tallies: Mapping[str, float | None]) -> str:
    """What came and what went, and what rates of exchange did beside that."""
    came, went, end = *sums_of(tallies), tallies.get("mrr_end") or 0.0
    rates = tallies.get(EXCHANGE.tally) or 0.0
    by_rates = f", rates of exchange {'added' if rates > 0 else 'took'} {_money(abs(rates), end)}"
    return f"{_money(came, end)} came and {_money(went, end)} went{'' if is_zero(rates) else by_rates}"


def sums_of(tallies: Mapping[str, float | None]) -> tuple[float, float]:
    """What came and what went, each in one sum; what rates of exchange did is neither."""
    moved = [_moved(tallies, each) or 0.0 for each in MOVES if each is not EXCHANGE]
    return sum(each for each in moved if each > 0), sum(-each for each in moved if each < 0)


def bridge_picture(
    figures: Iterable[Figure], caption: str, *, segment: Segment | None = None, ends: tuple[str, str] = (OPENING, CLOSE)
) -> Picture | None:
    """The bridge under its finding, with its numbers; None where the figures do not hold one."""
    tallies = tallies_in(figures, segment)
    bridge = mrr_bridge(tallies, *ends)
    if bridge is None:
        return None
    where = f"{segment_name(segment)}: " if segment else ""
    return Picture(bridge, where + bridge_finding(tallies), caption, bridge_numbers(bridge))


def kept_picture(tallies: Mapping[str, float | None], caption: str) -> Picture | None:
    """What became of the MRR of the opening: what it gained, where that is known, what it lost, what is left of it."""
    start, gained = tallies.get("mrr_start"), tallies.get("mrr_expansion")
    less, gone = tallies.get("mrr_contraction"), tallies.get("mrr_churned")
    if not start or less is None or gone is None or "mrr_end" in tallies:
        return None
    left = start + (gained or 0.0) - less - gone
    moved = (("Expansion", gained), ("Contraction", -less), ("Churned", -gone))
    steps = (
        _level(OPENING, start, None),
        *(WaterfallStep(name, value, show_change(value, "money", start)) for name, value in moved if value is not None),
        _level(KEPT, left, None),
    )
    label = f"MRR of the opening: {', '.join(f'{step.name} {step.text}' for step in steps)}"
    bridge = Waterfall(label, "money", steps)
    lost = f"{_money(less + gone, start)} of {show(start, 'money')} went"
    title = lost if gained is None else f"{lost} and {_money(gained, start)} came"
    return Picture(bridge, f"{title}: {show(left, 'money')} is left", caption, bridge_numbers(bridge))


def bridge_numbers(bridge: Waterfall) -> PageTable:
    """The steps as a table."""
    rows = tuple((Cell(step.name), Cell(step.text), Cell(step.under)) for step in bridge.steps)
    return PageTable((PageColumn("step"), PageColumn("MRR", number=True), PageColumn("")), (TableSection("", rows),))


def _moved(tallies: Mapping[str, float | None], movement: Move) -> float | None:
    value = tallies.get(movement.tally)
    return None if value is None else movement.sign * value


def _level(name: str, value: float, customers: float | None) -> WaterfallStep:
    return WaterfallStep(name, value, show(value, "money"), _customers(customers), end=True)


def _step(movement: Move, value: float, level: float, customers: float | None) -> WaterfallStep:
    return WaterfallStep(movement.name, value, show_change(value, "money", level), _customers(customers))


def _customers(number: float | None) -> str:
    return "" if number is None else count_of(int(number), "customer")


def _money(amount: float, level: float) -> str:
    """An amount with the decimals of the level that it is a part of, without a sign."""
    return show_change(amount, "money", level).lstrip("+")
