"""A store lies where it was named, whatever its name."""

from pathlib import Path

import pytest

from csmetrics.published.store import Store


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "a%41b.db", "a b.db"])
def test_a_store_lies_where_it_was_named(name: str, tmp_path: Path) -> None:
    store = Store(str(tmp_path / name))
    with store.writing():
        pass
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with store.reading() as connection:
        assert connection is not None
