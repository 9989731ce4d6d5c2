"""The tables that csmetrics reads, each declared in the folder of what is counted of it.

The reader checks files against this, the configuration checks names against it, and docs/data.md is made from it.
"""

from importlib import import_module

from csmetrics.columns import Table

_NAMES = ("customers", "subscriptions", "surveys", "costs", "purchases", "reviews", "tickets", "usage", "answers")
TABLES: dict[str, Table] = {name: import_module(f"csmetrics.subjects.{name}.table").TABLE for name in _NAMES}
"""Every table by its name: a new one is a word here, and a folder."""
