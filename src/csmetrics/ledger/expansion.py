"""Expansions by kind: what a customer who pays more now pays more for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd

from csmetrics.ledger.movements import Kind, Movements
from csmetrics.ledger.spells import Spells

Parts = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # customer, slot, kind, amount
_NOTHING: Parts = (
    np.array([], dtype=np.int32),
    np.array([], dtype=np.int16),
    np.array([], dtype=np.int8),
    np.array([], dtype=np.int64),
)


class ExpansionKind(IntEnum):
    """Why recurring revenue of a customer grew; offset is what shrank beside it."""

    UPSELL = 0
    CROSS_SELL = 1
    RENEWAL = 2
    OFFSET = 3


@dataclass(frozen=True, slots=True)
class Expansions:
    """The parts of each expansion: customer code, slot, kind, amount in millionths.

    For every customer and slot upsell + cross_sell + renewal - offset is the expansion.
    """

    customer: np.ndarray
    slot: np.ndarray
    kind: np.ndarray
    amount: np.ndarray


def find_expansions(frame: pd.DataFrame, spells: Spells, found: Movements, edges: Sequence[int]) -> Expansions:
    """Every expansion of the periods between the edges, taken apart by comparing the rows at its opening and close.

    A product not held at the opening is cross_sell; a higher price at the same plan and quantity is renewal; every
    other increase is upsell.
    """
    grown = found.kind == Kind.EXPANSION
    who = np.zeros(int(spells.customer.max(initial=0)) + 1, dtype=bool)
    who[found.customer[grown]] = True
    ours = spells.take(who[spells.customer])
    held = _held(frame, ours)
    parts = [_NOTHING]
    for slot in np.unique(found.slot[grown]):
        theirs = np.isin(ours.customer, found.customer[grown & (found.slot == slot)])
        live = [theirs & (ours.start < edge) & (ours.end >= edge) for edge in edges[slot - 1 : slot + 1]]
        parts.append(_parts(held, live[0], live[1], int(slot)))
    return Expansions(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _held(frame: pd.DataFrame, spells: Spells) -> pd.DataFrame:
    """What each spell is for: product, plan and quantity as codes (a column that is not there is one code)."""
    codes = {name: frame[name].array.codes if name in frame else 0 for name in ("product", "plan")}
    quantity = frame["quantity"].to_numpy() if "quantity" in frame else 1.0
    everything = pd.DataFrame(codes | {"quantity": quantity}, index=np.arange(len(frame)))
    held = everything.iloc[spells.place].reset_index(drop=True)
    return held.assign(customer=spells.customer, value=spells.value)


def _parts(held: pd.DataFrame, before: np.ndarray, after: np.ndarray, slot: int) -> Parts:
    """The parts of the expansions of one period, from the rows live at its opening and at its close."""
    keys = ["customer", "product", "plan", "quantity"]
    sums = [
        held[live].groupby(keys)["value"].agg(**{f"sum_{edge}": "sum", f"count_{edge}": "count"})
        for live, edge in ((before, "before"), (after, "after"))
    ]
    lines = sums[0].join(sums[1], how="outer").fillna(0).astype(np.int64).reset_index()
    change = lines["sum_after"] - lines["sum_before"]
    same = (lines["count_before"] == lines["count_after"]).to_numpy()
    product = lines.groupby(["customer", "product"])["sum_before"].transform("sum").to_numpy()
    newly = (product == 0) & (change > 0).to_numpy()
    priced = change.where(same & ~newly, 0)
    moved = change.where(~same & ~newly, 0).groupby([lines["customer"], lines["product"]]).transform("sum")
    first = ~lines.duplicated(["customer", "product"]).to_numpy()
    moved = moved.where(first, 0)
    amounts = {
        ExpansionKind.UPSELL: moved.clip(lower=0),
        ExpansionKind.CROSS_SELL: change.where(newly, 0),
        ExpansionKind.RENEWAL: priced.clip(lower=0),
        ExpansionKind.OFFSET: -priced.clip(upper=0) - moved.clip(upper=0),
    }
    return _stacked(lines["customer"].to_numpy(), amounts, slot)


def _stacked(customer: np.ndarray, amounts: dict[ExpansionKind, pd.Series], slot: int) -> Parts:
    chosen = {kind: np.flatnonzero(amount.to_numpy()) for kind, amount in amounts.items()}
    kinds = np.concatenate([np.full(len(at), kind, dtype=np.int8) for kind, at in chosen.items()])
    return (
        np.concatenate([customer[at] for at in chosen.values()]),
        np.full(len(kinds), slot, dtype=np.int16),
        kinds,
        np.concatenate([amounts[kind].to_numpy()[at] for kind, at in chosen.items()]).astype(np.int64),
    )
