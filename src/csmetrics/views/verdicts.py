"""What became of the thresholds of a period: whether a figure keeps its bounds, and how surely."""

from dataclasses import dataclass

from csmetrics.config.sections import Bounds
from csmetrics.figures.model import Figure
from csmetrics.output.charts.model import Limit
from csmetrics.output.readable import show_percent, show_precisely
from csmetrics.output.rich_blocks import Verdict
from csmetrics.views.wording import ends_of

HOLDS, BREACHED, UNCHECKED = "Holds", "Breached", "Not checked"
NOT_CERTAIN = "not for certain"


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of a figure: its value, whether it is the least or the most allowed, and whether of the change."""

    value: float
    least: bool
    of_change: bool = False


def bounds_in(bounds: Bounds) -> tuple[Bound, ...]:
    """The bounds that are given."""
    known = (
        (bounds.min, True, False),
        (bounds.max, False, False),
        (bounds.min_change, True, True),
        (bounds.max_change, False, True),
    )
    return tuple(Bound(value, least, change) for value, least, change in known if value is not None)


def amount_in_words(value: float, unit: str) -> str:
    """A threshold as it was chosen.

    >>> amount_in_words(0.04, "fraction"), amount_in_words(20.0, "points")
    ('4 %', '20')
    """
    return show_percent(value) if unit == "fraction" else show_precisely(value)


def bound_in_words(bound: Bound, unit: str) -> str:
    """A bound as a sentence has it.

    >>> bound_in_words(Bound(0.95, least=True), "fraction"), bound_in_words(Bound(2, least=True), "ratio")
    ('at least 95 %', 'at least 2')
    >>> bound_in_words(Bound(-0.02, least=True, of_change=True), "fraction")
    'a change of at least -2 pp'
    """
    number = amount_in_words(bound.value, unit)
    number = number.replace("%", "pp") if bound.of_change else number
    return f"{'a change of ' if bound.of_change else ''}at {'least' if bound.least else 'most'} {number}"


def keeps(value: float, bound: Bound) -> bool:
    """Whether a value keeps a bound; one that is reached is kept."""
    return value >= bound.value if bound.least else value <= bound.value


def certain(figure: Figure, bound: Bound) -> bool:
    """Whether the whole interval lies on the side of the bound where the figure does; true without an interval."""
    if bound.of_change or figure.interval is None:
        return True
    low, high = figure.interval.low, figure.interval.high
    return keeps(low, bound) == keeps(high, bound)


def verdict_of(figure: Figure, bounds: Bounds) -> Verdict:
    """What became of the bounds of a figure; the one that is breached decides, then one that cannot be checked."""
    given = bounds_in(bounds)
    wanted = " and ".join(bound_in_words(bound, figure.unit) for bound in given)
    if figure.value is None:
        return Verdict(holds=False, certain=False, word=UNCHECKED, text=f"{wanted}: {figure.reason}")
    known = [bound for bound in given if not bound.of_change or figure.change is not None]
    broken = [bound for bound in known if not _kept(figure, bound)]
    if not broken and len(known) < len(given):
        text = f"{wanted}: there is no figure of the period before"
        return Verdict(holds=False, certain=False, word=UNCHECKED, text=text)
    crossed = [bound for bound in broken or known if not certain(figure, bound)]
    sure = len(crossed) < len(broken) if broken else not crossed
    word = BREACHED if broken else HOLDS
    text = " and ".join(bound_in_words(bound, figure.unit) for bound in broken) or wanted
    return Verdict(not broken, sure, word if sure else f"{word}, {NOT_CERTAIN}", text + _crossing(figure, sure=sure))


def _kept(figure: Figure, bound: Bound) -> bool:
    value = figure.change if bound.of_change else figure.value
    return value is None or keeps(value, bound)


def _crossing(figure: Figure, *, sure: bool) -> str:
    if sure or figure.interval is None:
        return ""
    return f"; the interval {ends_of(figure.interval, figure.unit)} lies on both sides"


def limits_of(bounds: Bounds | None, unit: str) -> tuple[Limit, ...]:
    """The bounds of the value as a chart shows them."""
    given = () if bounds is None else (bound for bound in bounds_in(bounds) if not bound.of_change)
    return tuple(
        Limit(bound.value, bound_in_words(bound, unit), "below" if bound.least else "above") for bound in given
    )
