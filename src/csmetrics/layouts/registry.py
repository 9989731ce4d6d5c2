"""Every layout there is: those of the package, and those that lie in the folder of the data."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from csmetrics.config.load import read_section, read_text
from csmetrics.layouts import EXPORTS, NAMES, OWN, own_layouts
from csmetrics.layouts.model import Layout


def layouts(folder: Path | None = None) -> Mapping[str, Layout]:
    """Every layout by its name, in order; one in the folder takes the place of one of ours.

    Raises ConfigError where one in the folder says something that cannot be followed.

    >>> layouts()["stripe_customers"].title
    "Stripe's customers export"
    """
    return dict(sorted({**_ours(), **dict(_own(folder))}.items()))


@cache
def _ours() -> Mapping[str, Layout]:
    return {name: read_layout(EXPORTS / f"{name}.yaml", name) for name in NAMES}


def _own(folder: Path | None) -> Iterator[tuple[str, Layout]]:
    for path in own_layouts(folder):
        name = path.name.removesuffix(OWN)
        yield name, read_layout(path, name)


def read_layout(path: Path, name: str) -> Layout:
    """The layout in a file, by the name that it has. Raises ConfigError."""
    layout, _ = read_section(Layout, read_text(path), path.name)
    return layout.named(name)
