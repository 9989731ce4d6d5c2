"""The exports of other systems that are known."""

from pathlib import Path

from csmetrics.errors import UnknownNameError, did_you_mean
from csmetrics.layouts.known import layouts as known
from csmetrics.layouts.model import Layout
from csmetrics.views.reading import Names, listed


def layouts(names: Names = (), folder: str | Path | None = None) -> tuple[Layout, ...]:
    """The layouts of these names, or all; with a folder those that lie in it too. Raises UnknownNameError.

    >>> [layout.title for layout in layouts("typeform")]
    ["Typeform's responses export"]
    """
    found = known(None if folder is None else Path(folder))
    for name in listed(names):
        if name not in found:
            raise UnknownNameError(f"No layout is called {name}.{did_you_mean(name, found)}")
    return tuple(found[name] for name in dict.fromkeys(listed(names))) or tuple(found.values())
