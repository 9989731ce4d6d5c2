"""From a folder to its page: the files are read once, and once more only where a published figure has changed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from csmetrics.config import Config
from csmetrics.published.publish import attributes_needed
from csmetrics.published.settings import with_files_of
from csmetrics.published.standing import FilesRead
from csmetrics.rates.model import Rates
from csmetrics.rates.read_rates import read_rates
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.fingerprint import fingerprints
from csmetrics.views.board.model import Board
from csmetrics.views.files import answered
from csmetrics.views.history.compute import store_of
from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.reading import at_hand, read


def answer(view: View, asked: Asked) -> Answer:
    """The page of the folder that was named, and what is said beside it."""
    data, found = _computed(view.compute, asked)
    return answered(view.sheet(found), data, found, asked)


def _computed(compute: Callable[..., Board], asked: Asked) -> tuple[Dataset, Board]:
    """The data of the folder that was named, and the page of them."""
    with at_hand(asked["data"], asked["config"]) as (where, settings, gathered):
        wanted: dict[str, Any] = {
            "detail": False,
            "attributes": (*asked["by"], "name", *attributes_needed(store_of(asked["store"], settings), ())),
            "metrics": "comments",
        }
        more: dict[str, Any] = {"strict": asked["strict"], "partial": asked["in_part"], "currency": asked["currency"]}
        data = read(where, settings, **wanted, **more)
        files = FilesRead(
            partial(fingerprints, where, settings),
            lambda other: _reread(where, gathered(with_files_of(other, settings, where)), wanted),
            lambda other: _reread_rates(where, other, settings),
        )
        typed = {**asked.for_function(compute), "quotes": not asked["no_quotes"], "files": files}
        return data, compute(**{**typed, "data": data})


def _reread(where: Path, config: Config, wanted: dict[str, Any]) -> tuple[Dataset, dict[str, str]]:
    return read(where, config, **wanted), fingerprints(where, config)


def _reread_rates(where: Path, other: Config, settings: Config) -> Rates | None:
    return read_rates(with_files_of(other, settings, where), where)
