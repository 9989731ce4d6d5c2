"""What each contributor pays in its own money, beneath its line."""

from typing import Any

import numpy as np

from csmetrics.subjects.own_currency import Own
from csmetrics.views.explain.lines import Owned, OwnMoney

_RECURRING = (("opening", "opening_rate", "opening_worth"), ("close", "close_rate", "close_worth"))
_OF_ROWS = (("amount", "rate", "worth"),)


def own_money(own: Own, scale: float, keys: np.ndarray) -> tuple[Owned, ...]:
    """What each contributor pays in each currency; `scale` millionths make a unit."""
    names = _RECURRING if len(own.shares) > 1 else _OF_ROWS
    columns: dict[str, list[Any]] = {"currency": list(own.currency)}
    for (amount, rate, worth), share in zip(names, own.shares, strict=True):
        columns |= {
            amount: (share.amount / scale).tolist(),
            rate: list(share.rate),
            worth: (share.worth / scale).tolist(),
        }
    found: dict[int, list[OwnMoney]] = {}
    for key, *values in zip(own.key.tolist(), *columns.values(), strict=True):
        found.setdefault(key, []).append(OwnMoney(**dict(zip(columns, values, strict=True))))
    return tuple(tuple(found.get(key, ())) for key in keys.tolist())
