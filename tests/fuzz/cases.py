"""Seeded cases: a small business whose files, configuration or command line have been changed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fuzz import arguments, files, settings

ACME = Path(__file__).resolve().parent.parent.parent / "examples" / "acme"
FEW = tuple(f"C{number:03}" for number in range(1, 31))  # customers of the example who are kept
CONFIG = "csmetrics.yaml"
COSTS = 40  # rows that are kept


@dataclass
class Case:
    """What is run on which files, and what was done to them."""

    name: str
    arguments: list[str]
    files: dict[str, bytes]
    something_else: dict[str, str] = field(default_factory=dict)  # what is put in the place of files
    changes: list[str] = field(default_factory=list)


@cache
def business() -> dict[str, bytes]:
    """The files of some customers of the example, and its configuration."""
    found = {}
    for path in sorted(ACME.glob("*.csv")):
        header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        few = {"costs": lines[:COSTS], "rates": lines}  # of nobody
        kept = few.get(path.stem) or [line for line in lines if any(who in line for who in FEW)]
        found[path.name] = "".join([header, *kept]).encode()
    return found | {CONFIG: (ACME / CONFIG).read_bytes()}


def cases(seed: str, numbers: range) -> Iterator[Case]:
    """The cases of a seed, by their numbers."""
    return (case(seed, number) for number in numbers)


def case(seed: str, number: int) -> Case:
    """One case."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311  # to be the same again, not to be secret
    made = Case(f"{seed} {number}", [], dict(business()))
    what = chance.choice(("file", "file", "file", "file", "file", "file", "config", "config", "line", "all"))
    made.arguments = arguments.command_line(chance, strange=what in ("line", "all"))
    if what in ("file", "all"):
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            _change_file(made, chance)
    if what in ("config", "all") or chance.random() < 0.1:
        text = settings.mutated(business()[CONFIG].decode(), chance)
        made.files[CONFIG] = text.encode(errors="surrogatepass")
        made.changes.append("configuration")
    return made


def _change_file(made: Case, chance: random.Random) -> None:
    name = chance.choice([name for name in made.files if name != CONFIG])
    how = chance.random()
    if how < 0.03:
        made.something_else[name] = chance.choice(files.SOMETHING_ELSE)
        made.changes.append(f"{name}: {made.something_else[name]}")
    elif how < 0.06:
        other = chance.choice(list(made.files))
        made.files[name], made.files[other] = made.files[other], made.files[name]
        made.changes.append(f"{name} and {other} swapped")
    elif how < 0.09:
        del made.files[name]
        made.changes.append(f"{name} is missing")
    else:
        change = chance.choice(files.CHANGES)
        made.files[name] = change(made.files[name], chance)
        made.changes.append(f"{name}: {change.__name__}")
        if how < 0.15 and (parquet := files.as_parquet(made.files[name], chance)) is not None:
            del made.files[name]
            broken = files.flip(parquet, chance) if how < 0.11 else parquet
            made.files[name.replace(".csv", ".parquet")] = broken
            made.changes.append(f"{name} as Parquet{', broken' if how < 0.11 else ''}")
