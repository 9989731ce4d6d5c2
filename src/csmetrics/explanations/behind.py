"""What stands behind a tally of one period: who contributes how much, and the rows that say so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.config import Config
from csmetrics.ledger.comments import find_comments
from csmetrics.ledger.csat import find_csat
from csmetrics.ledger.evidence import Evidence
from csmetrics.ledger.expansion import ExpansionKind, find_expansions
from csmetrics.ledger.models import find_model
from csmetrics.ledger.movements import Movements, behind_movement, find_movements
from csmetrics.ledger.purchases import find_purchases
from csmetrics.ledger.responses import Responses, find_responses
from csmetrics.ledger.scores import score_at
from csmetrics.ledger.slots import slots_of
from csmetrics.ledger.spells import Spells, paying_spells
from csmetrics.ledger.spending import find_spending
from csmetrics.ledger.themes import tag
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Rows
from csmetrics.tallies.feedback import commented
from csmetrics.tallies.health import scored_entries
from csmetrics.tallies.surveys import counted_scores
from csmetrics.tallies.vocabulary import TALLIES, find_tally, theme_of


@dataclass(frozen=True, slots=True)
class Behind:
    """Contributors to a tally, in whole millionths (recurring money by the year), days or counts.

    `key` is a customer code; below zero it stands for one anonymous answer. In costs it is the code of a category,
    and `categories` holds their names. `weight` orders equal amounts by the money at stake. `row_key` and `row` are
    rows of the file with the contributor that each belongs to.
    """

    key: np.ndarray
    amount: np.ndarray
    weight: np.ndarray
    row_key: np.ndarray
    row: np.ndarray
    categories: Sequence[str] | None = None


def behind(data: Dataset, table: str, tally: str, edges: Sequence[int]) -> Behind:
    """The contributors to a tally in the one period between two edges."""
    declared = find_tally(tally)
    if declared and declared.written:
        return _comments(data, table, tally, edges)
    if declared and declared.scored:
        return _scores(data, tally, edges)
    if declared and declared.survey == "csat":
        return _scored(data.rows(table), find_csat(data, edges)[table], tally, data.config)
    return _TABLES[table](data.rows(table), tally, edges, data.config)


def _comments(data: Dataset, table: str, tally: str, edges: Sequence[int]) -> Behind:
    rows, settings, theme = data.rows(table), data.config.feedback, theme_of(tally)
    if table not in commented(data):
        nobody = np.zeros(0, dtype=np.int64)
        return _summed(nobody, nobody, nobody)
    found = find_comments(rows, table, edges, data.config)
    chosen = np.ones(len(found), dtype=bool)
    if theme is not None:
        chosen = tag(found.text, {theme: settings.themes[theme]}, settings.languages)[theme]
    return _one_each(found.customer[chosen], rows.numbers_of(found.place[chosen]))


def _one_each(customer: np.ndarray, row: np.ndarray, amount: np.ndarray | None = None) -> Behind:
    """Rows by customer, each anonymous one by itself; without amounts each counts one."""
    key = np.where(customer < 0, -1 - np.arange(len(customer)), customer)
    return _summed(key, np.ones(len(key), dtype=np.int64) if amount is None else amount, row)


def _subscriptions(rows: Rows, tally: str, edges: Sequence[int], config: Config) -> Behind:
    spells = paying_spells(rows, edges[-1], config)
    if tally in _EXPANSIONS:
        return _grown(rows, spells, tally, edges)
    key, weight, amount = _payers(find_movements(spells, edges), tally, edges)
    chosen = spells.take(_rows_that_matter(spells, tally, edges) & np.isin(spells.customer, key))
    return Behind(key, amount, weight, chosen.customer, rows.numbers_of(chosen.place))


_EXPANSIONS = {f"mrr_{kind.name.lower()}": kind for kind in ExpansionKind}


def _grown(rows: Rows, spells: Spells, tally: str, edges: Sequence[int]) -> Behind:
    """The customers behind one kind of expansion, with all their rows of the period."""
    parts = find_expansions(rows, spells, edges)
    chosen = parts.kind == _EXPANSIONS[tally]
    summed = _summed(parts.customer[chosen].astype(np.int64), parts.amount[chosen], parts.customer[chosen])
    touching = spells.take((spells.end >= edges[0]) & np.isin(spells.customer, summed.key))
    return Behind(summed.key, summed.amount, summed.weight, touching.customer, rows.numbers_of(touching.place))


def _payers(found: Movements, tally: str, edges: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customer code, the MRR it is about, and the amount it adds to the tally."""
    if tally in ("customers_ever", "customer_years"):
        key = found.payer
        if tally == "customers_ever":
            return key, np.zeros_like(key), np.ones_like(key)
        return key, np.zeros_like(key), _paid_days(found, key, edges[-1])
    if tally == "customers_won":
        return _won(found)
    who = behind_movement(found, tally.partition("_")[2])
    return who.customer, who.amount, who.amount if tally.startswith("mrr_") else np.ones_like(who.amount)


def _won(found: Movements) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Those who first paid in the period, with what they pay at its close: nothing where they left again."""
    key = found.payer[found.first_slot == 1]
    level = np.zeros(int(key.max(initial=0)) + 1, dtype=np.int64)
    stayed = np.isin(found.customer, key)
    level[found.customer[stayed]] = found.after[stayed]
    return key, level[key], np.ones_like(key)


def _paid_days(found: Movements, key: np.ndarray, close: int) -> np.ndarray:
    size = int(key.max(initial=0)) + 1
    open_ended = np.bincount(found.turn_customer, weights=np.sign(found.turn_days), minlength=size)
    turned = np.bincount(found.turn_customer, weights=found.turn_days, minlength=size)
    return (close * open_ended - turned).astype(np.int64)[key]


def _rows_that_matter(spells: Spells, tally: str, edges: Sequence[int]) -> np.ndarray:
    """Rows live at the edge that a level is taken at; all so far for a history; for a movement those it shows in."""
    opening, close = edges
    if tally.endswith("_start"):
        return (spells.start < opening) & (spells.end >= opening)
    if tally.endswith("_end"):
        return spells.end == close  # cut off there, so live on the last day
    if tally in ("customers_ever", "customer_years"):
        return spells.start < close
    return spells.end >= opening


def _surveys(rows: Rows, tally: str, edges: Sequence[int], config: Config) -> Behind:
    return _scored(rows, find_responses(rows, edges, config), tally, config)


def _scored(rows: Rows, found: Responses, tally: str, config: Config) -> Behind:
    chosen, amount = _answers(found, tally, config)
    place = found.place[chosen]
    customer = rows["customer_id"][place] if "customer_id" in rows else np.full(len(place), -1)
    return _one_each(customer, rows.numbers_of(place), amount[chosen])


def _answers(found: Responses, tally: str, config: Config) -> tuple[np.ndarray, np.ndarray]:
    """Which rows a tally counts, and what each adds."""
    score = found.score.astype(np.int64)
    it = counted_scores(config).get(tally)
    if it is None:
        return found.answered if tally == "survey_responses" else np.ones(len(score), dtype=bool), np.ones_like(score)
    asked = found.survey == SURVEYS.index(TALLIES[tally].survey or "")
    return found.counted & asked & (score >= it.low) & (score <= it.high), score**it.power


def _costs(rows: Rows, tally: str, edges: Sequence[int], config: Config) -> Behind:
    found = find_spending(rows, edges, config)
    chosen = found.acquisition if tally == "acquisition_cost" else found.retention
    place = found.place[chosen]
    category = rows["category"]
    summed = _summed(category.codes[place].astype(np.int64), found.amount[chosen], rows.numbers_of(place))
    return Behind(summed.key, summed.amount, summed.weight, summed.row_key, summed.row, list(category.categories))


def _purchases(rows: Rows, tally: str, edges: Sequence[int], _config: Config) -> Behind:
    found = find_purchases(rows, edges)
    chosen = np.ones(len(found.slot), dtype=bool) if tally.endswith("_ever") else found.slot == 1
    if tally in ("purchases", "purchasing_customers", "purchasers_ever"):
        chosen &= found.bought
    amount = found.amount[chosen] if "revenue" in tally else np.ones(int(chosen.sum()), dtype=np.int64)
    summed = _summed(found.customer[chosen], amount, rows.numbers_of(found.place[chosen]), found.amount[chosen])
    if tally in ("purchasing_customers", "purchasers_ever"):
        return Behind(summed.key, np.ones_like(summed.amount), summed.weight, summed.row_key, summed.row)
    return summed


def _reviews(rows: Rows, tally: str, edges: Sequence[int], _config: Config) -> Behind:
    place = np.flatnonzero(slots_of(rows["date"], edges) == 1)
    rating = rows["rating"][place].astype(np.int64)
    amount = {"review_ratings": rating**0, "review_rating_sum": rating, "review_rating_square_sum": rating**2}[tally]
    customer = rows["customer_id"][place] if "customer_id" in rows else np.full(len(place), -1)
    return _one_each(customer, rows.numbers_of(place), amount)


def _summed(key: np.ndarray, amount: np.ndarray, row: np.ndarray, weight: np.ndarray | None = None) -> Behind:
    """Rows brought together by contributor."""
    keys, where = np.unique(key, return_inverse=True)
    total, weights = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    np.add.at(total, where, amount)
    np.add.at(weights, where, amount if weight is None else weight)
    return Behind(keys, total, weights, key, row)


def _scores(data: Dataset, tally: str, edges: Sequence[int]) -> Behind:
    """The customers whose scores a tally sums, with what they pay and their rows that run at the close."""
    evidence = Evidence(data, edges[1])
    models = find_model(data, "health"), find_model(data, "distress")
    key, amount = scored_entries(*score_at(evidence, models, edges[1]))[tally]
    weight = evidence.mrr(edges[1])[key]
    live = evidence.spells.take(evidence.live(edges[1]))
    rows = live.take(np.isin(live.customer, key))
    places = evidence.subscriptions.rows.numbers_of(rows.place)
    return Behind(key, np.ones_like(key) if amount is None else amount, weight, rows.customer, places)


_TABLES: dict[str, Callable[[Rows, str, Sequence[int], Config], Behind]] = {
    "subscriptions": _subscriptions,
    "surveys": _surveys,
    "costs": _costs,
    "purchases": _purchases,
    "reviews": _reviews,
}
