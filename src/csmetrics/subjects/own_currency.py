"""What contributors pay in money of their own, where amounts are in several currencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np


@dataclass(frozen=True, slots=True)
class OwnAmounts:
    """Amounts (whole millionths) in their own currency, the rate of each, and what they make together.

    The rate is None where it is not known, or where there is more than one.
    """

    amount: np.ndarray
    rate: Sequence[Fraction | None]
    worth: np.ndarray


@dataclass(frozen=True, slots=True)
class Own:
    """What some contributors pay in each of their currencies, in the order of contributors and of currencies.

    Of recurring money there are two `shares`, what is paid at the opening and at the close; of rows there is one.
    """

    key: np.ndarray
    currency: Sequence[str]
    shares: tuple[OwnAmounts, ...]
