"""Division that tells zero from nothing, and the intervals around survey scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Numbers: TypeAlias = "float | np.ndarray | pd.Series"  # one figure, or one for each period and segment
Bounds: TypeAlias = "tuple[Numbers, Numbers]"

LEVEL = 0.95
Z = 1.959963984540054  # 97.5 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Interval:
    """How the 95 % interval around a metric is found: its published name, the function and what goes into it.

    `inputs` names the tallies that `bounds` takes, in its order; they need not be the metric's own. `parameters` maps
    its keyword-only parameters to the switches that set them, as a metric's do.
    """

    method: str
    bounds: "Callable[..., Bounds]"
    inputs: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)


def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Numerator over denominator; NaN where the denominator is zero, never an infinity.

    Scalars, arrays and Series are taken; a Series keeps its index.

    >>> float(ratio(1, 4)), float(ratio(1, 0))
    (0.25, nan)
    """
    return np.true_divide(numerator, blank_zero(denominator))


def blank_zero(denominator: Numbers) -> Numbers:
    """The same numbers with NaN in place of zero.

    >>> blank_zero(np.array([2.0, 0.0])).tolist()
    [2.0, nan]
    """
    return denominator + np.where(np.equal(denominator, 0), np.nan, 0.0)


def wilson(successes: Numbers, answers: Numbers) -> Bounds:
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


def adjusted_wald(above: Numbers, below: Numbers, answers: Numbers) -> Bounds:
    """Adjusted-Wald interval of a net share (above less below), within -1 and 1.

    Adds 3/4 to those above, 3/2 to those between and 3/4 to those below.
    Source: Rocks, Interval estimation for the Net Promoter Score, The American Statistician 70 (2016), 365-372.

    >>> low, high = adjusted_wald(5, 3, 10)
    >>> round(float(low), 3), round(float(high), 3)
    (-0.303, 0.611)
    """
    n = blank_zero(answers) + 3
    p, d = (above + 0.75) / n, (below + 0.75) / n
    half = Z * np.sqrt((p + d - (p - d) ** 2) / n)
    return np.clip(p - d - half, -1.0, 1.0), np.clip(p - d + half, -1.0, 1.0)


def adjusted_wald_points(above: Numbers, below: Numbers, answers: Numbers) -> Bounds:
    """Adjusted-Wald interval of a net share in points, within -100 and 100.

    >>> low, high = adjusted_wald_points(5, 3, 10)
    >>> round(float(low), 1), round(float(high), 1)
    (-30.3, 61.1)
    """
    low, high = adjusted_wald(above, below, answers)
    return 100 * low, 100 * high


def normal_mean(total: Numbers, square_total: Numbers, answers: Numbers, *, scale: Sequence[float] = (1, 7)) -> Bounds:
    """Large-sample interval of a mean score, within its scale, from the sum and the sum of squares.

    Undefined below two answers, which show no spread.

    >>> low, high = normal_mean(4080, 20_080, 1000)
    >>> round(float(low), 2), round(float(high), 2)
    (3.97, 4.19)
    """
    n = blank_zero(answers)
    mean = np.true_divide(total, n)
    spread = np.maximum(square_total - mean * total, 0.0)
    half = Z * np.sqrt(ratio(spread, n - 1) / n)
    lowest, highest = scale
    return np.clip(mean - half, lowest, highest), np.clip(mean + half, lowest, highest)
