"""Names of files as csmetrics.yaml gives them: one, one with * and ?, or a list of such."""

import re
from pathlib import Path

from csmetrics.sources.parquet_folder import is_parquet_folder

_NOT_MEANT = (".", "~$", "csmetrics.y")  # how the names begin of what a pattern does not mean
_MOST_NAMED = 3


def is_pattern(declared: str) -> bool:
    """Whether a name stands for all that are like it.

    >>> is_pattern("subscriptions-*.csv"), is_pattern("subscriptions.csv")
    (True, False)
    """
    return not {"*", "?"}.isdisjoint(declared)


def names_matching(folder: Path, declared: str, present: list[str]) -> list[str]:
    """The files of a folder that a name or a pattern stands for, in order of name."""
    if not is_pattern(declared):
        return [name for name in present if name == declared]
    signs = {"*": ".*", "?": "."}
    like = re.compile("".join(signs.get(sign) or re.escape(sign) for sign in declared), re.DOTALL)
    return sorted(
        name
        for name in present
        if like.fullmatch(name) and not name.startswith(_NOT_MEANT)
        if not (folder / name).is_dir() or is_parquet_folder(folder / name)
    )


def called(declared: str | tuple[str, ...]) -> str:
    """What stands for the files of a table.

    >>> called("subs-*.csv"), called(("2025.csv", "2026.csv")), called(("a.csv", "b.csv", "c.csv", "d.csv"))
    ('subs-*.csv', '2025.csv, 2026.csv', 'a.csv, b.csv, c.csv and 1 more')
    """
    names = [declared] if isinstance(declared, str) else declared
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"
