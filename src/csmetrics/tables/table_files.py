"""The files of a folder: which of them hold our tables, and which look as if they did and are not read."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, did_you_mean
from csmetrics.paths import names_in
from csmetrics.sources.joined import Several
from csmetrics.sources.opening import ending_of, files_of, paths_of
from csmetrics.sources.patterns import called, is_pattern, names_matching
from csmetrics.synonyms import folded
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.headers import as_yaml

_AS_CSV = {
    ".xlsm": "save it as .xlsx",
    ".xlsb": "save it as .xlsx",
    ".numbers": "export it as .xlsx",
    ".tab": "rename it to .tsv",
    ".txt": "rename it to .csv if it is one",
    ".csv.bz2": "unpack it",
    ".csv.xz": "unpack it",
    ".csv.zst": "unpack it",
    ".json": "export it as CSV",
    ".jsonl": "export it as CSV",
}
_MORE = re.compile(r"[^a-z]*(export|copy|new|old|final|data|part|all|backup|bak|v)?[^a-z]*")


def table_files(folder: Path, config: Config) -> dict[str, Path | Several]:
    """The file of each table that is there, or the files that are one."""
    present = names_in(folder)
    declared = [each for own in config.tables.values() for each in _named_by(own)]
    free = [name for name in present if name not in declared]  # customers.csv may be the export of another table
    found = {name: here for name in TABLES if (here := _found_for(name, config.table(name), folder, present, free))}
    if not found and not config.asks:
        known = ", ".join(table.file for table in TABLES.values())
        hint = "".join(f" {remark}" for _, remark in _beside(present, set()))
        raise DataError(f"No known table in {folder}. {_found(present)} Expected one or more of {known}.{hint}")
    return found


def _found_for(
    name: str, settings: TableConfig, folder: Path, present: list[str], free: list[str]
) -> Path | Several | None:
    """What a table is read from: the rows of its query, what is declared, or what has its name."""
    if settings.sql or settings.kept:
        return settings.kept
    return _declared(folder, present, name, settings.file) or _by_name(folder, free, name)


def _named_by(own: TableConfig) -> Sequence[str]:
    """The files that are named for a table, in these words."""
    return [own.file] if isinstance(own.file, str) else own.file or ()


def _by_name(folder: Path, present: list[str], table: str) -> Path | None:
    """The file that has the name of a table."""
    here = files_of(table, folder, present)
    if len(here) > 1:
        listed = ", ".join(map(as_yaml, here))
        raise DataError(
            f"{folder} holds both {' and '.join(here)}. Keep one of them; or, if both hold rows of {table}, write in"
            f" csmetrics.yaml: tables: {{{table}: {{file: [{listed}]}}}}."
        )
    return folder / here[0] if here else None


def _declared(
    folder: Path, present: list[str], table: str, declared: str | tuple[str, ...] | None
) -> Path | Several | None:
    """What the configuration names for a table."""
    if declared is None:
        return None
    names = [declared] if isinstance(declared, str) else declared
    taken = [name for each in names for name in _matching(folder, present, table, each)]
    if twice := next((name for name in taken if taken.count(name) > 1), None):
        raise DataError(f"{twice} is named twice for {table} in the configuration. Its rows would count twice.")
    if isinstance(declared, str) and not is_pattern(declared):
        return folder / taken[0]
    return Several(called(declared), tuple(folder / name for name in taken))


def _matching(folder: Path, present: list[str], table: str, declared: str) -> list[str]:
    """The files that a name or a pattern stands for, by their names."""
    found = names_matching(folder, declared, present)
    if not found:
        what = f"No file like {declared}" if is_pattern(declared) else f"No {declared}"
        raise DataError(f"{what} in {folder}: csmetrics.yaml names it for {table}. {_found(present)}")
    return found


def _files_read(folder: Path, config: Config) -> set[str]:
    """The files of tables, and that of the rates of exchange."""
    rates = {Path(config.rates.file).name} if config.rates else set()
    return rates | {path.name for found in table_files(folder, config).values() for path in paths_of(found)}


def _found(present: list[str]) -> str:
    shown = [name for name in present if not name.startswith(".")]
    if not shown:
        return "The folder is empty."
    more = f" and {len(shown) - 10} more" if len(shown) > 10 else ""  # noqa: PLR2004
    return f"Found: {', '.join(shown[:10])}{more}."


def unread_files(folder: Path, config: Config) -> tuple[str, ...]:
    """Files that look like tables and are none that we know."""
    known = _files_read(folder, config)
    return tuple(n for n in names_in(folder) if n not in known and _looks_like_a_table(n))


def _looks_like_a_table(name: str) -> bool:
    return not name.startswith(".") and (ending_of(name) or _other_form(name)) is not None


def _other_form(name: str) -> str | None:
    """The ending of a file that may hold a table and that we do not read."""
    return next((ending for ending in _AS_CSV if name.lower().endswith(ending)), None)


def file_remarks(folder: Path, config: Config) -> tuple[FileRemark, ...]:
    """Files that by their names hold rows of a table and are not read: the figures are without them."""
    known = _files_read(folder, config)
    return tuple(FileRemark(table, name, text) for (table, name), text in _beside(names_in(folder), known))


def _beside(present: list[str], known: set[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """The files named after a table that are not the table's: the table, the file, what to say of it."""
    for name in present:
        ending = ending_of(name) or _other_form(name)
        table = ending and not name.startswith(".") and named_after(name[: -len(ending)])
        if not table or name in known:
            continue
        advice = _AS_CSV.get(
            ending or "", f"name it under tables: {table}: file in csmetrics.yaml, or put its rows into one file"
        )
        yield (table, name), f"not read, though it is named after {table}. To read it, {advice}."


def named_after(stem: str) -> str | None:
    """The table that a file is named after: subscriptions-2026, "Surveys (1)", export_costs."""
    plain = folded(stem)
    for table in TABLES:
        before, found, after = plain.partition(table)
        if found and _MORE.fullmatch(before) and _MORE.fullmatch(after):
            return table
    return None


def file_notes(folder: Path, config: Config) -> list[str]:
    """Files whose names come close to those of tables that are not there, and a configuration that is not found."""
    found = table_files(folder, config)
    absent = [TABLES[name].file for name in TABLES if name not in found]
    remarked = {remark.file for remark in file_remarks(folder, config)}
    notes = [
        f"{name} is not read.{close}"
        for name in unread_files(folder, config)
        if name not in remarked and (close := did_you_mean(name, absent))
    ]
    return notes + [
        f"{name} is not read. Did you mean csmetrics.yaml?" for name in names_in(folder) if name == "csmetrics.yml"
    ]
