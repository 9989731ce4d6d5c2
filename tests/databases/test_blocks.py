"""Rows come in blocks, and what a column holds may differ from block to block."""

import pytest

from csmetrics import api
from csmetrics.sources.databases import alchemy, session
from csmetrics.sources.databases.query_source import QuerySource
from databases.conftest import KINDS, SERVER


@pytest.mark.parametrize("kind", ["sqlite", SERVER])
def test_rows_come_in_blocks_and_not_one_by_one(kind, make, monkeypatch):
    database = make(kind).fill()
    sizes = []

    def keep(pieces, path, kept=session.keep):
        kept((sizes.append(len(piece)) or piece for piece in pieces), path)

    monkeypatch.setattr(session, "keep", keep)
    monkeypatch.setattr(alchemy, "ROWS", 3)
    assert api.read(database.url).rows("subscriptions")["amount"].sum() == 230_100_000
    assert sizes == [3, 1, 3, 1, 3]


def test_a_column_of_several_types_keeps_every_cell(make, monkeypatch):
    """SQLite lets a column hold anything: whole numbers, others, texts."""
    monkeypatch.setattr(alchemy, "ROWS", 1)
    cells = ["7", "2.5", "'19.99'", "null", "0.07"]
    database = make("sqlite")
    database.run(
        "create table subscriptions (customer_id, start_date, amount)",
        *(f"insert into subscriptions values ({at}, '2026-01-0{at}', {each or 0})" for at, each in enumerate(cells, 1)),  # noqa: S608
        "update subscriptions set amount = 1 where amount is null",
    )
    data = api.read(database.url)
    assert sorted(data.rows("subscriptions")["amount"].tolist()) == [
        70_000,
        1_000_000,
        2_500_000,
        7_000_000,
        19_990_000,
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_fingerprint_knows_cells_and_not_blocks(kind, make, monkeypatch):
    database = make(kind).fill()
    found = []
    for rows in (1, 100):
        monkeypatch.setattr(alchemy, "ROWS", rows)
        with session.Databases(database.url) as databases:
            config = databases.gathered(api.configuration(database.url))
            path = config.table("subscriptions").kept
            found.append(QuerySource(path, config.table("subscriptions")).fingerprint())
    assert found[0] == found[1]
