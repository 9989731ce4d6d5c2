"""Customers' scores as entries: who pays at the close, how healthy and how distressed they are."""

from collections.abc import Sequence

import numpy as np

from csmetrics.signals import TABLES_OF_SIGNALS
from csmetrics.subjects.entries import Entries, Subject
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.health.evidence import Evidence
from csmetrics.subjects.health.models import NO_MODEL, find_model, has_model
from csmetrics.subjects.health.scores import Scores, score_at, weighted_money
from csmetrics.subjects.own_currency import Own
from csmetrics.subjects.subscriptions.valued import own_in
from csmetrics.subjects.subscriptions.worth import Worth
from csmetrics.subjects.subscriptions.yearly import MONTHS_A_YEAR
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset

_Scored = tuple[np.ndarray, np.ndarray | None]  # customers, and what each adds; None where they are counted


class HealthEntries(Subject):
    """The scores at the close of consecutive periods."""

    name = "health"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:  # noqa: ARG002  # of who subscribes
        self._data, self._edges, self._monthly = data, edges, data.config.monthly_rounding
        self._evidence = Evidence(data, edges[-1])
        self._models = find_model(data, "health"), find_model(data, "distress")

    @classmethod
    def tables(cls, data: Dataset) -> Sequence[str]:
        """Scores are of who subscribes, by a model."""
        return ("subscriptions",) if "subscriptions" in data and has_model(data) else ()

    @classmethod
    def lack(cls, data: Dataset, tally: Tally) -> str:  # noqa: ARG003  # all tallies lack the same
        """Why there are no scores; without a file that they might be made of they would be other scores."""
        if "subscriptions" not in data:
            return data.lack_of("subscriptions")
        made_of = ("customers", "surveys", *TABLES_OF_SIGNALS)
        without = next((data.lack_of(name) for name in made_of if name in data.unusable), "")
        return without or ("" if has_model(data) else NO_MODEL)

    def entries(self, tally: Tally) -> Entries:
        """The customers whose scores a tally sums at the close of the first period, with what they pay."""
        close = self._edges[1]
        customer, amount = self._scored(close)[tally.name]
        live = self._evidence.spells.take(self._evidence.live(close))
        rows = live.take(np.isin(live.customer, customer))
        return Entries(
            key=customer,
            period=np.ones(len(customer), dtype=np.int16),
            amount=np.ones(len(customer), dtype=np.int64) if amount is None else amount,
            weight=self._evidence.mrr(close)[customer],
            row_key=rows.customer,
            row=rows.place,
        )

    def own(self, tally: Tally, found: Entries, keys: np.ndarray) -> Own | None:  # noqa: ARG002
        """What customers pay in each currency at the opening and at the close."""
        worth = Worth.of(self._data, self._edges)
        if worth is None or tally.unit != "money":
            return None
        spells = self._evidence.spells
        return own_in(spells.take(np.flatnonzero(np.isin(spells.customer, keys))), self._edges, worth)

    def sums(self, grid: Grid) -> Grids:
        """Every tally of the health and distress scores, by period and segment."""
        grids: Grids = {}
        for period, close in enumerate(self._edges[1:], 1):
            for name, (customer, amount) in self._scored(close).items():
                here = np.full(len(customer), period)
                added = grid.count(here, customer) if amount is None else grid.add(here, customer, amount)
                grids[name] = grids[name] + added if name in grids else added
        return grids

    def _scored(self, close: int) -> dict[str, _Scored]:
        health, distress = score_at(self._evidence, self._models, close)
        return _healthy(health, monthly=self._monthly) | _distressed(distress)


def _healthy(health: Scores, *, monthly: bool) -> dict[str, _Scored]:
    """The customers with a health score; `monthly` rounds MRR times score by the month, as it was once."""
    scored, at_risk = health.customer[health.scored], health.scored & (health.level == 0)
    score, mrr = health.score[health.scored], health.mrr[health.scored]
    part = MONTHS_A_YEAR if monthly else 1
    return {
        "customers_scored": (scored, None),
        "customers_at_risk_end": (health.customer[at_risk], None),
        "health_points": (scored, score),
        "mrr_scored": (scored, mrr),
        "mrr_at_risk_end": (health.customer[at_risk], health.mrr[at_risk]),
        "health_mrr": (scored, weighted_money(score, mrr // part) * part),
    }


def _distressed(distress: Scores) -> dict[str, _Scored]:
    return {
        "customers_distressed_end": (distress.customer[distress.scored & (distress.level > 0)], None),
        "customers_distress_scored": (distress.customer[distress.scored], None),
    }


SUBJECT = HealthEntries
