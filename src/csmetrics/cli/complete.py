"""What a shell offers after a TAB: names that the program knows, and those of DATA, of which only headers are read."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from csmetrics.cli.terminal import today
from csmetrics.currencies import CURRENCIES
from csmetrics.declared import TABLES
from csmetrics.periods import RELATIVE, Grain, as_day, period_of, series

TYPED = "csmetrics.typed"  # where the words of the command line are kept
_LINE = 1 << 16  # letters of a header that are looked at
_OFFERED: dict[Grain, int] = {"month": 15, "quarter": 6, "year": 2}  # so many of each
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def offering(names: Callable[[click.Context], Iterable[str]]) -> Complete:
    """A completion of names, also of the last of several parted by commas; where they cannot be had, none."""

    def complete(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
        del param
        before, comma, last = typed.rpartition(",")
        try:
            known = list(dict.fromkeys(names(ctx)))
        except Exception:  # noqa: BLE001  # whoever presses TAB wants no traceback, whatever the files hold
            return []
        return [
            CompletionItem(f"{before}{comma}{name}") for name in known if name.casefold().startswith(last.casefold())
        ]

    return complete


def attributes(ctx: click.Context) -> Iterator[str]:
    """The columns by which the tables of DATA can be divided."""
    folder, settings = _folder(ctx), _settings(ctx)
    for name, table in TABLES.items():
        own = (settings.get("tables") or {}).get(name) or {}
        theirs = {str(column): ours for ours, column in (own.get("columns") or {}).items()}
        header = [theirs.get(column, column) for column in _header(folder, own.get("file") or table.file, own)]
        if name == "subscriptions" and header:
            yield from (each for each in ("plan", "product") if each in header)
            yield "cohort"
        if table.open or table.divides:
            yield from (column for column in header if column not in table.columns)


def themes(ctx: click.Context) -> Iterator[str]:
    """The themes of the configuration, else the usual ones."""
    declared = (_settings(ctx).get("feedback") or {}).get("themes")
    if not declared:
        from csmetrics.config.feedback import STANDARD_THEMES  # noqa: PLC0415  # most have their own

        declared = STANDARD_THEMES
    yield from map(str, declared)
    yield "(untagged)"


def periods(ctx: click.Context) -> Iterator[str]:
    """Relative periods, and the last months, quarters and years by their names."""
    settings = _settings(ctx)
    as_of, starts = settings.get("as_of"), settings.get("fiscal_year_starts") or 1
    day = today() if as_of is None else as_day(as_of)
    yield from RELATIVE
    for grain, count in _OFFERED.items():
        yield from (each.name for each in reversed(series(period_of(day, grain, int(starts)), count)))


def currencies(ctx: click.Context) -> Iterable[str]:
    """The codes of ISO 4217."""
    del ctx
    return sorted(CURRENCIES)


def _folder(ctx: click.Context) -> Path:
    """DATA; click has not understood it where the option before the cursor lacks its value, so a word is looked for."""
    words = (Path(word) for word in ctx.meta.get(TYPED, [])[1:])
    found = ctx.params.get("data") or next((word for word in words if word.is_dir()), None)
    if found is None:
        raise click.UsageError("No folder is named yet.")
    return Path(found)


def _settings(ctx: click.Context) -> dict[str, Any]:
    """What csmetrics.yaml says, unchecked."""
    try:
        path = ctx.params.get("config") or _folder(ctx) / "csmetrics.yaml"
    except click.UsageError:
        return {}
    if not Path(path).is_file():
        return {}
    from csmetrics.config.outline import outline  # noqa: PLC0415  # many folders have no configuration

    found = outline(Path(path).read_text(encoding="utf-8-sig"), "csmetrics.yaml").values
    return found if isinstance(found, dict) else {}


def _header(folder: Path, file: object, own: dict[str, Any]) -> list[str]:
    """The first line of a CSV; nothing of any other file."""
    path = folder / str(file)
    if path.suffix.lower() not in (".csv", ".tsv") or not path.is_file():
        return []
    delimiter = own.get("delimiter") or ("\t" if path.suffix.lower() == ".tsv" else ",")
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        return [name.strip() for name in next(csv.reader([opened.readline(_LINE)], delimiter=delimiter), [])]
