"""The metrics: pure functions of tallies and of one another, each with its definition on it.

Every function that a module here declares with `@metric` is a name of this package; `__init__.pyi` lists them for type
checkers.
"""

from importlib import import_module

from csmetrics.metrics.catalogue import METRICS

_IN_ORDER = ("satisfaction", "feedback", "retention", "recurring", "revenue", "value", "health")  # of the catalogue
for _module in _IN_ORDER:
    import_module(f"csmetrics.metrics.{_module}")

globals().update({name: declared.function for name, declared in METRICS.items()})
__all__ = [*sorted(METRICS)]  # noqa: PLE0604  # names they are
