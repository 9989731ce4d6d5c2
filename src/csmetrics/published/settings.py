"""What two configurations say differently, and which of it is how files are read."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from csmetrics.config import Config, TableConfig
from csmetrics.config.rates import PACKAGE
from csmetrics.currencies import decimals_of
from csmetrics.errors import CsmetricsError
from csmetrics.paths import names_in
from csmetrics.sources.opening import files_of
from csmetrics.sources.patterns import names_matching

SettingChanges = dict[str, tuple[Any, Any]]  # path in csmetrics.yaml: as it was, as it is now

_NO_FIGURE = ("store", "memory_share", "thresholds", "as_of", "fiscal_year_starts")
_COUNTED = (*_NO_FIGURE, "currency", "rates", "gross_margin", "rules", "costs")  # what is counted, not what is read
_SCALE = ("amount_unit", "decimals")  # by these the rows of a published period can be brought to another unit exactly
_SCORES = ("health", "distress")
_OF_TABLES = "tables."


def published_config(text: str) -> Config | None:
    """The configuration of a published period; None where this program does not read it any more.

    >>> published_config('{"currency": "EUR", "health": {"method": "mean"}}').declares_scores
    False
    """
    try:
        return _config(_of_today(json.loads(text)))
    except (ValueError, TypeError, AttributeError, CsmetricsError):
        return None


def differing(was: str | Config, now: Config) -> SettingChanges:
    """Every key that the configurations give another value, by its path, with both; None is a key that is not set.

    Keys that no figure rests on are named where nothing else differs.

    >>> differing(Config(), Config(tables={"subscriptions": {"columns": {"amount": "list_price"}}}))
    {'tables.subscriptions.columns.amount': (None, 'list_price')}
    """
    current = _flat(_plain(now))
    before = _flat(_plain(was) if isinstance(was, Config) else _read(was))
    named = {path.split(".")[1] for path in before | current if path.startswith(_OF_TABLES)}
    usual = _flat(_plain(Config())) | _usual_of_tables(named)
    pairs = {path: (before.get(path, usual.get(path)), current.get(path, usual.get(path))) for path in before | current}
    found = {path: (one, other) for path, (one, other) in pairs.items() if one != other}
    return {path: pair for path, pair in found.items() if path.split(".")[0] not in _NO_FIGURE} or found


def _usual_of_tables(names: Iterable[str]) -> dict[str, Any]:
    """What the keys of tables say where nothing is said."""
    return _flat({"tables": dict.fromkeys(names, TableConfig().model_dump(mode="json"))})


def of_scale(settings: SettingChanges) -> SettingChanges:
    """Those that say in which unit amounts are written."""
    return {path: pair for path, pair in settings.items() if not set(path.split(".")).isdisjoint(_SCALE)}


def of_currency(settings: SettingChanges) -> bool:
    """Whether they say in which currency figures are, or what others are worth in it."""
    return any(path.split(".")[0] in ("currency", "rates") for path in settings)


def read_alike(one: Config, other: Config) -> bool:
    """Whether files are surely read in the same way under both, but for the unit of amounts."""
    return _reading(one) == _reading(other)


def with_scale_of(config: Config, other: Config) -> Config:
    """The configuration with amounts in the unit that another declares."""
    plain, theirs = _plain(config), _plain(other)
    _take_scale(plain, theirs)
    for name in {*plain["tables"], *theirs["tables"]}:
        _take_scale(plain["tables"].setdefault(name, {}), theirs["tables"].get(name, {}))
    return _config(plain)


def with_files_of(config: Config, other: Config, folder: Path) -> Config:
    """The configuration with the files that another names, for those of its own that are not in the folder any more.

    That of the rates of exchange is one of them, and a query stands in the place of a file. The databases are those of
    the other: which they are is no part of what is published.
    """
    plain, theirs = _plain(config), _plain(other)["tables"]
    for name in {*plain["tables"], *theirs}:
        own = plain["tables"].setdefault(name, {})
        if not own.get("sql") and not _has_file(folder, name, own.get("file")):
            own |= {key: theirs.get(name, {}).get(key) for key in ("file", "sql")}
    if config.rates and other.rates and config.rates.file != PACKAGE and not (folder / config.rates.file).exists():
        plain["rates"]["file"] = other.rates.file
    return _config(plain).with_databases_of(other)


def minor_units(config: Config, table: str, currency: str | None) -> int:
    """How many of what a table's file counts make a unit of a currency: a hundred where none is known.

    Without one it is that of the configuration.

    >>> config = Config(amount_unit="minor")
    >>> [minor_units(config, "costs", code) for code in ("USD", "JPY", None)]
    [100, 1, 100]
    """
    settings = config.table(table)
    if settings.amount_unit in (None, "units"):
        return 1
    code = currency or config.currency
    return 100 if code is None else 10 ** (settings.decimals or {}).get(code, decimals_of(code))


def _has_file(folder: Path, table: str, declared: str | Sequence[str] | None) -> bool:
    present = names_in(folder)
    if declared is None:
        return bool(files_of(table, folder, present))
    names = [declared] if isinstance(declared, str) else declared
    return all(names_matching(folder, name, present) for name in names)


def _take_scale(plain: dict[str, Any], theirs: Mapping[str, Any]) -> None:
    for key in _SCALE:
        plain.pop(key, None)
        if key in theirs:
            plain[key] = theirs[key]


def _reading(config: Config) -> dict[str, Any]:
    plain = {key: value for key, value in _plain(config).items() if key not in (*_COUNTED, *_SCALE)}
    tables = (
        (name, {k: v for k, v in table.items() if v and k not in _SCALE}) for name, table in plain["tables"].items()
    )
    return plain | {"tables": {name: table for name, table in tables if table}}


def _config(plain: Mapping[str, Any]) -> Config:
    """A configuration again; scores about which nothing was said are not declared by their defaults."""
    usual = _plain(Config())
    said = {
        key: value
        for key, value in plain.items()
        if key not in _SCORES or any(usual[key].get(name) != each for name, each in value.items())
    }
    return Config.model_validate_json(json.dumps(said))


def _plain(config: Config) -> dict[str, Any]:
    return config.model_dump(mode="json", exclude={"store"}, by_alias=True)


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return _of_today(found) if isinstance(found, dict) else {}


def _of_today(published: dict[str, Any]) -> dict[str, Any]:
    """A published configuration without the point that versions before `thousands` had as their default."""
    usual = "thousands" not in published and published.get("decimal") == "."
    return {key: value for key, value in published.items() if not usual or key != "decimal"}


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(_paths(values))


def _paths(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _paths(value, f"{above}{key}.")
        else:
            yield above + key, value
