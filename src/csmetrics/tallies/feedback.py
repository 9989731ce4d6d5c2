"""Reviews and comments summed: ratings, how many comments there are, and how many are on each theme."""

from collections.abc import Mapping

import numpy as np

from csmetrics.columns import COMMENTS
from csmetrics.ledger.slots import slots_of
from csmetrics.tables.dataset import Dataset
from csmetrics.tallies.board import Board, Grids
from csmetrics.tallies.vocabulary import TALLIES, theme_tallies


def tally_reviews(board: Board) -> Grids:
    """Every tally of reviews.csv but those of its texts, by period and segment."""
    rows = board.data.rows("reviews")
    slot = slots_of(rows["date"], board.edges)
    place = np.flatnonzero((slot > 0) & (slot < len(board.edges)))
    slot, rating = slot[place], rows["rating"][place].astype(np.int64)
    key = board.keys(rows, place)
    return {
        "review_ratings": board.count(slot, key),
        "review_rating_sum": board.add(slot, key, rating),
        "review_rating_square_sum": board.add(slot, key, rating**2),
    }


def tally_comments(board: Board, table: str) -> Grids:
    """How many comments a table holds, and how many on each theme declared, by period and segment."""
    from csmetrics.ledger.comments import find_comments  # noqa: PLC0415  # few figures are made of comments
    from csmetrics.ledger.themes import tag  # noqa: PLC0415

    settings = board.data.config.feedback
    rows = board.data.rows(table)
    found = find_comments(rows, table, board.edges, board.data.config)
    keys = board.keys(rows, found.place) if board.by_row else found.customer
    about = tag(found.text, settings.themes, settings.languages)
    names = names_of_comments(table, settings.themes)
    chosen = [np.ones(len(found), dtype=bool), *about.values()]
    return {name: board.count(found.slot[it], keys[it]) for name, it in zip(names, chosen, strict=True)}


def names_of_comments(table: str, themes: Mapping[str, object]) -> list[str]:
    """The tallies of a table's comments: all of them, then theme by theme."""
    side = list(COMMENTS).index(table)
    everything = next(t.name for t in TALLIES.values() if t.written and t.table == table)
    return [everything, *(theme_tallies(theme)[side] for theme in themes)]


def commented(data: Dataset) -> list[str]:
    """The tables whose comments have been read."""
    return [name for name, column in COMMENTS.items() if (table := data.table(name)) and column in table.rows]


def lacking_comments(data: Dataset) -> str:
    """Why there are no comments, or nothing if there are."""
    if commented(data):
        return ""
    reasons = []
    for name, column in COMMENTS.items():
        table = data.table(name)
        if table and column in table.header:
            return "the comments were not read (detail=False)"
        reasons.append(f"{table.source.file} has no column {column}" if table else data.lack_of(name))
    return " and ".join(reasons)
