"""Numbers as people read them: the only rounding and the only percent sign in the program."""

import math
import re
from collections.abc import Mapping

DASH = "\N{EM DASH}"

_NOISE = 1e-12  # below this a difference is what floating-point division leaves over
_DECIMALS = {"points": 1, "fraction": 1, "money": 2, "count": 0, "score": 2, "ratio": 2, "months": 1, "years": 1}
_SUFFIX = {"fraction": " %"}
_WHOLE_MONEY = 100  # from here on money is shown without decimals
_SHORT = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_MOST_DECIMALS = 6  # of a number on an axis


def show(value: float | None, unit: str) -> str:
    """A value in its unit; a dash for none. What is not zero never reads as zero, what is not all never as 100 %.

    >>> show(12340.4, "money"), show(0.0534, "fraction"), show(0.0004, "fraction"), show(None, "points")
    ('12,340', '5.3 %', '0.04 %', '—')
    """
    return DASH if value is None else _number(value, unit) + _SUFFIX.get(unit, "")


def show_change(change: float, unit: str, value: float) -> str:
    """The change that led to a value, with its sign and the value's decimals; of a fraction in percentage points.

    >>> show_change(0.012, "fraction", 0.3), show_change(-3.5, "money", 20), show_change(-3.5, "money", 200)
    ('+1.2 pp', '-3.50', '-4')
    """
    sign = "+" if change > _NOISE else ""
    if unit == "fraction":
        return f"{sign}{_number(change, unit, of_whole=False)} pp"
    if unit == "money" and not is_zero(change):
        return sign + _fixed(change, _needed(change, _decimals(value, unit)))
    return sign + _number(change, unit)


def show_interval(low: float, high: float, unit: str) -> str:
    """Both ends of an interval, the unit once; the word stands between them where a dash could be read as a minus.

    >>> show_interval(0.786, 0.957, "fraction").encode("ascii", "replace"), show_interval(-30.3, 61.1, "points")
    (b'78.6?95.7 %', '-30.3 to 61.1')
    """
    between = "\N{EN DASH}" if low >= 0 else " to "
    return _number(low, unit) + between + _number(high, unit) + _SUFFIX.get(unit, "")


def show_percent(share: float) -> str:
    """A share that somebody chose, such as a gross margin or the level of an interval: as it was chosen.

    >>> show_percent(0.95), show_percent(0.825)
    ('95 %', '82.5 %')
    """
    return f"{100 * share:g} %"


def show_whole_percent(share: float) -> str:
    """A share in whole per cent, the sign left to a heading; one that is neither none nor all never reads so.

    >>> [show_whole_percent(share) for share in (0, 0.001, 0.5, 0.996, 1, 1.004, 1.2)]
    ['0', '<1', '50', '>99', '100', '>100', '120']
    """
    percent = round(100 * share)
    if percent == 0 and not is_zero(share):
        return "<1"
    if percent == 100 and not is_zero(share - 1):  # noqa: PLR2004  # per cent
        return ">99" if share < 1 else ">100"
    return f"{percent:,}"


def show_precisely(value: float | None) -> str:
    """A value as it stands in a formula: enough digits to do the sum again, none that say nothing.

    >>> show_precisely(12340.0), show_precisely(0.125), show_precisely(202.29508196721)
    ('12,340', '0.125', '202.295')
    """
    if value is None:
        return DASH
    if abs(value) < _NOISE or float(value).is_integer():
        return f"{_unsigned_zero(value):,.0f}"
    return _fixed(value, max(2, 5 - _magnitude(value))).rstrip("0").rstrip(".")


def show_signal(value: float | None, unit: str) -> str:
    """The value of a signal: a change in per cent with its sign, anything else with as few decimals as it takes.

    >>> show_signal(-0.4231, "change"), show_signal(12.3333, "days"), show_signal(7, "count")
    ('-42.3 %', '12.33', '7')
    """
    if value is None:
        return DASH
    if unit == "change":
        return f"{'+' if value > _NOISE else ''}{_fixed(_unsigned_zero(100 * value), 1)} %"
    return _fixed(_unsigned_zero(value), 2).rstrip("0").rstrip(".")


def show_seconds(seconds: float) -> str:
    """A time in seconds.

    >>> show_seconds(1.2345)
    '1.23 s'
    """
    return f"{_fixed(seconds, 2)} s"


def show_lost(points: float) -> str:
    """Points that are missing, with one decimal.

    >>> show_lost(14.1026)
    '-14.1'
    """
    return _fixed(-points, max(1, _needed(points, 1)))


def show_tick(value: float, unit: str, step: float) -> str:
    """A round number on an axis, as short as its distance to the next one allows.

    >>> show_tick(8000, "money", 4000), show_tick(1.04, "fraction", 0.02), show_tick(0.5, "score", 0.5)
    ('8k', '104 %', '0.5')
    >>> [show_tick(value, "money", 500) for value in (0, 500, 1000, 1500)]
    ['0', '500', '1k', '1.5k']
    """
    if unit == "fraction":
        return f"{_on_axis(100 * value, 100 * step)} %"
    part, sign = next(((part, sign) for part, sign in _SHORT if _fits(value, step, part)), (1.0, ""))
    return _on_axis(value / part, step / part) + sign


def substitute(formula: str, inputs: Mapping[str, float | None]) -> str:
    """The formula with its numbers in the place of their names.

    >>> substitute("100 * (promoters - detractors) / n", {"promoters": 50, "detractors": 20, "n": 100})
    '100 * (50 - 20) / 100'
    """
    return re.sub(
        r"[A-Za-z_]\w*",
        lambda name: _in_formula(inputs[name[0]]) if name[0] in inputs else name[0],
        formula,
    )


def is_zero(change: float) -> bool:
    """Whether it is no change at all."""
    return abs(change) <= _NOISE


def _fits(value: float, step: float, part: float) -> bool:
    """Whether a round number can be told in thousands, millions and so on with a decimal at most."""
    return abs(value) >= part * (1 - _NOISE) and step >= part / 10


def _on_axis(value: float, step: float) -> str:
    decimals = max(0, -math.floor(math.log10(step) + _NOISE))
    if decimals > _MOST_DECIMALS and abs(value) < 100 * step:
        return f"{value:.3g}"
    text = _fixed(_unsigned_zero(value), decimals)
    return text.rstrip("0").rstrip(".") if decimals == 1 else text


def _in_formula(value: float | None) -> str:
    text = show_precisely(value)
    return f"({text})" if text.startswith("-") else text


def _number(value: float, unit: str, *, of_whole: bool = True) -> str:
    value = _unsigned_zero(value)
    if unit != "fraction":
        return _fixed(value, _decimals(value, unit))
    decimals = _DECIMALS[unit]
    while of_whole and _reads_as_all(value, decimals):
        decimals += 1
    return _fixed(100 * value, max(decimals, _needed(100 * value, decimals)))


def _decimals(value: float, unit: str) -> int:
    decimals = _DECIMALS[unit]
    if unit == "money" and (value == 0 or round(abs(value), decimals) >= _WHOLE_MONEY):
        return 0
    if unit == "count" and not float(value).is_integer():
        return _needed(value, 2)
    return _needed(value, decimals)


def _needed(value: float, decimals: int) -> int:
    """So many decimals, or as many more as it takes for the value not to read as zero."""
    if value == 0 or round(abs(value), decimals) > 0:
        return decimals
    return -_magnitude(value)


def _reads_as_all(share: float, decimals: int) -> bool:
    return abs(share - 1) > _NOISE and round(100 * share, decimals) == 100  # noqa: PLR2004  # per cent


def _fixed(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}"


def _magnitude(value: float) -> int:
    """The power of ten of the first digit, after rounding to that digit: 0.04 has -2."""
    return int(f"{abs(value):.0e}".partition("e")[2])


def _unsigned_zero(value: float) -> float:
    return 0.0 if is_zero(value) else value
