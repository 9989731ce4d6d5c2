"""Entries: what a tally adds up. Summed they are the tally; filtered they are its explanation."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import ClassVar, cast

import numpy as np

from csmetrics.config import Config
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.own_currency import Own
from csmetrics.subjects.tally import Tally
from csmetrics.subjects.vocabulary import SUBJECTS
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Rows


@dataclass(frozen=True, slots=True)
class Entries:
    """What one tally adds up in consecutive periods: by whom, in which period, how much, from which rows.

    `key` is a customer code; below zero it stands for one row of nobody known. Where `names` are given it is the number
    of one of them (a category of costs). `period` is 0 before the first period, 1 in it. `amount` is in whole
    millionths (recurring money by the year), days or counts; `weight` is the money at stake, by which equal amounts are
    put in order. `row` are positions of rows in the table, `row_key` says whose each is.
    """

    key: np.ndarray
    period: np.ndarray
    amount: np.ndarray
    weight: np.ndarray
    row_key: np.ndarray
    row: np.ndarray
    names: Sequence[str] | None = None

    def of(self, chosen: np.ndarray) -> "Entries":
        """Some of the entries, by mask; of those that have one row each their rows alone."""
        columns = {name: getattr(self, name)[chosen] for name in ("key", "period", "amount", "weight")}
        if self.row_key is self.key:
            return replace(self, **columns, row_key=columns["key"], row=self.row[chosen])
        return replace(self, **columns)

    def in_one_period(self, tally: Tally) -> "Entries":
        """Those that make the tally of the first period, brought together by key."""
        chosen = self.period <= 1 if tally.level else self.period == 1
        keys, where = np.unique(self.key[chosen], return_inverse=True)
        amount, weight = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
        np.add.at(amount, where, self.amount[chosen])
        np.add.at(weight, where, self.weight[chosen])
        mine = chosen if self.row_key is self.key else np.isin(self.row_key, keys)
        return replace(
            self,
            key=keys,
            period=np.ones(len(keys), dtype=np.int16),
            amount=np.ones_like(amount) if tally.distinct else amount,
            weight=weight,
            row_key=self.row_key[mine],
            row=self.row[mine],
        )


def one_a_row(customer: np.ndarray, period: np.ndarray, row: np.ndarray, amount: np.ndarray | None = None) -> Entries:
    """Rows as entries, each of nobody known by itself; without amounts each counts one."""
    key = np.where(customer < 0, -1 - np.arange(len(customer)), customer)
    amount = np.ones(len(key), dtype=np.int64) if amount is None else amount
    return Entries(key, period, amount, amount, key, row)


class Subject(ABC):
    """One thing that is counted, of some customers in consecutive periods; of most the table bears the name."""

    name: ClassVar[str]

    @abstractmethod
    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        """What there is in one of its tables, up to the last of the edges of the periods."""

    @abstractmethod
    def entries(self, tally: Tally) -> Entries:
        """What a tally adds up."""

    def own(self, tally: Tally, found: Entries, keys: np.ndarray) -> Own | None:  # noqa: ARG002  # for those with money
        """What some contributors to a tally of money pay in their own currencies; None where all are of the figures."""
        return None

    def sums(self, grid: Grid) -> Grids:
        """Every tally of it, by period and segment: its entries added up, or the same counted in a faster way."""
        return {tally.name: grid.total(self.entries(tally), tally) for tally in SUBJECTS[self.name]}

    @classmethod
    def tables(cls, data: Dataset) -> Sequence[str]:
        """The tables in which it is counted, of those that are there."""
        return (cls.name,) if cls.name in data else ()

    @classmethod
    def tallies(cls, config: Config) -> Sequence[Tally]:  # noqa: ARG003  # for those that depend on it
        """Its tallies under a configuration."""
        return SUBJECTS[cls.name]

    @classmethod
    def lack(cls, data: Dataset, tally: Tally) -> str:  # noqa: ARG003  # for those whose tallies differ in it
        """Why a tally cannot be had at all; nothing if it can."""
        return "" if cls.name in data else data.lack_of(cls.name)


def subject_class(name: str) -> type[Subject]:
    """What counts a subject: `SUBJECT` in its folder's entries.py."""
    return cast("type[Subject]", import_module(f"csmetrics.subjects.{name}.entries").SUBJECT)


def customers_of(rows: Rows, row: np.ndarray) -> np.ndarray:
    """The customer of some rows, -1 for nobody known."""
    return np.asarray(rows["customer_id"][row]) if "customer_id" in rows else np.full(len(row), -1)
