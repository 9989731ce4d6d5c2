"""Division that tells zero from nothing, and the intervals around survey scores."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from csmetrics.frozen import Frozen
from csmetrics.metrics.widening import of_any_numbers

if TYPE_CHECKING:
    import pandas as pd

Numbers: TypeAlias = "float | np.ndarray | pd.Series"  # one figure, or one for each period and segment
LowHigh: TypeAlias = "tuple[Numbers, Numbers]"

LEVEL = 0.95
Z = 1.959963984540054  # 97.5 % point of the normal distribution
# Of Student's t by degrees of freedom, and for more of them what is divided by 1, n, n**2, ...
_T = (math.nan, 12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836)
_T_SERIES = (
    Z,
    (Z**3 + Z) / 4,
    (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
    (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
    (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
)


@dataclass(frozen=True, slots=True)
class Interval(Frozen):
    """How the 95 % interval around a metric is found: its published name, the function and what goes into it.

    `inputs` names the tallies that `bounds` takes, in its order; they need not be the metric's own. `parameters` maps
    its keyword-only parameters to the switches that set them, as a metric's do.
    """

    method: str
    bounds: "Callable[..., LowHigh]"
    inputs: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)


@of_any_numbers
def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Numerator over denominator; NaN where the denominator is zero, never an infinity.

    Scalars, arrays and Series are taken; a Series keeps its index.

    >>> float(ratio(1, 4)), float(ratio(1, 0))
    (0.25, nan)
    """
    return np.true_divide(numerator, blank_zero(denominator))


@of_any_numbers
def blank_zero(denominator: Numbers) -> Numbers:
    """The same numbers with NaN in place of zero.

    >>> blank_zero(np.array([2.0, 0.0])).tolist()
    [2.0, nan]
    """
    return denominator + np.where(np.equal(denominator, 0), np.nan, 0.0)


@of_any_numbers
def wilson(successes: Numbers, answers: Numbers) -> LowHigh:
    """Wilson's score interval of a share, within 0 and 1.

    Source: Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.

    >>> low, high = wilson(45, 50)
    >>> round(float(low), 3), round(float(high), 3)
    (0.786, 0.957)
    """
    n = blank_zero(answers)
    share = np.true_divide(successes, n)
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)


@of_any_numbers
def adjusted_wald(above: Numbers, below: Numbers, answers: Numbers) -> LowHigh:
    """Adjusted-Wald interval of a net share (above less below), within -1 and 1.

    Adds 3/4 to those above, 3/2 to those between and 3/4 to those below. This draws the interval to the middle, for a
    single answer so far that it would leave out the share itself; then it is widened up to that.
    Source: Rocks, Interval estimation for the Net Promoter Score, The American Statistician 70 (2016), 365-372.

    >>> low, high = adjusted_wald(5, 3, 10)
    >>> round(float(low), 3), round(float(high), 3)
    (-0.303, 0.611)
    """
    share = ratio(above - below, answers)
    n = blank_zero(answers) + 3
    p, d = (above + 0.75) / n, (below + 0.75) / n
    half = Z * np.sqrt((p + d - (p - d) ** 2) / n)
    low, high = np.clip(p - d - half, -1.0, 1.0), np.clip(p - d + half, -1.0, 1.0)
    return np.minimum(low, share), np.maximum(high, share)


@of_any_numbers
def adjusted_wald_points(above: Numbers, below: Numbers, answers: Numbers) -> LowHigh:
    """Adjusted-Wald interval of a net share in points, within -100 and 100, widened to hold the share itself.

    >>> low, high = adjusted_wald_points(5, 3, 10)
    >>> round(float(low), 1), round(float(high), 1)
    (-30.3, 61.1)
    """
    low, high = adjusted_wald(above, below, answers)
    return 100 * low, 100 * high


@of_any_numbers
def student_mean(
    total: Numbers, square_total: Numbers, answers: Numbers, *, scale: Sequence[float] = (1, 7)
) -> LowHigh:
    """Student's t interval of a mean score, within its scale, from the sum and the sum of squares.

    Undefined where there is no spread to go by: below two answers, and where all answers agree.
    Source: Student, The probable error of a mean, Biometrika 6 (1908), 1-25.

    >>> low, high = student_mean(4080, 20_080, 1000)
    >>> round(float(low), 2), round(float(high), 2)
    (3.96, 4.2)
    """
    n = blank_zero(answers)
    mean = np.true_divide(total, n)
    spread = blank_zero(np.maximum(square_total - mean * total, 0.0))
    half = student_t(n - 1) * np.sqrt(ratio(spread, n - 1) / n)
    lowest, highest = scale
    return np.clip(mean - half, lowest, highest), np.clip(mean + half, lowest, highest)


def student_t(freedom: Numbers) -> np.ndarray:
    """The 97.5 % point of Student's t for whole degrees of freedom; NaN below one.

    Tabled up to five, from there on right to one part in 20,000 or better by its expansion around the normal one.
    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.7.5.

    >>> student_t(np.array([0, 1, 9, 1000])).round(3).tolist()
    [nan, 12.706, 2.262, 1.962]
    """
    n = np.asarray(freedom, dtype=float)
    few = np.nan_to_num(np.clip(n, 0, len(_T) - 1)).astype(int)
    many = np.maximum(n, len(_T))
    return np.where(n >= len(_T), sum(term / many**power for power, term in enumerate(_T_SERIES)), np.take(_T, few))


def auc(lower: np.ndarray, higher: np.ndarray) -> float | None:
    """How often a score of the group that ought to be higher is the higher one, ties counting half; None for no pair.

    From 0 to 1; a half says that the scores do not tell the groups apart. This is the area under the ROC curve.
    Source: Hanley and McNeil, The meaning and use of the area under a ROC curve, Radiology 143 (1982), 29-36.

    >>> auc(np.array([10, 20]), np.array([20, 30]))
    0.875
    """
    pairs = len(lower) * len(higher)
    if not pairs:
        return None
    ordered = np.sort(higher)
    below, up_to = (int(np.searchsorted(ordered, lower, side=side).sum(dtype=np.int64)) for side in ("left", "right"))
    return (2 * pairs - below - up_to) / (2 * pairs)
