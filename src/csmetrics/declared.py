"""The tables that csmetrics reads, each declared in the folder of what is counted of it.

The reader checks files against this, the configuration checks names against it, and docs/data.md is made from it.
"""

from importlib import import_module

from csmetrics.columns import Table

_NAMES = (
    "customers",
    "subscriptions",
    "surveys",
    "costs",
    "purchases",
    "reviews",
    "tickets",
    "usage",
    "answers",
)
TABLES: dict[str, Table] = {name: import_module(f"csmetrics.subjects.{name}.table").TABLE for name in _NAMES}
"""Every table by its name: a new one is a word here, and a folder."""
SHAPES: dict[str, Table] = import_module("csmetrics.subjects.subscriptions.shapes").SHAPES
"""The columns of subscriptions where its rows do not come as spells, by the name of their shape."""


def table_in_shape(name: str, shape: str | None) -> Table:
    """A table with the columns that it has in a shape.

    >>> table_in_shape("subscriptions", "periodic").shape, table_in_shape("subscriptions", None).shape
    ('periodic', '')
    """
    return SHAPES.get(shape or "", TABLES[name]) if name == "subscriptions" else TABLES[name]
