"""The catalogue: what a metric declares, how it is recorded, and which metrics another one needs.

A metric is a plain function; its positional parameters are tallies or other metrics, its keyword-only parameters the
user's. A name that is neither fails when the module is imported.
"""

import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, cast

from csmetrics.docstrings import docstring_of
from csmetrics.errors import UnknownNameError, did_you_mean
from csmetrics.frozen import FrozenDict
from csmetrics.groups import Group
from csmetrics.metrics.arithmetic import Interval
from csmetrics.metrics.model import Better, Family, Metric, Shown, Unit
from csmetrics.metrics.span import Span
from csmetrics.metrics.spoken import meant
from csmetrics.metrics.widening import Function
from csmetrics.subjects.vocabulary import TALLIES, find_tally

_NO_DOCSTRINGS = 2  # the level of python -OO

METRICS: dict[str, Metric] = {}
VARIANTS: list[Metric] = []
FAMILIES: dict[str, Family] = {}  # by the metric that they follow in the catalogue


def metric(
    *,
    title: str,
    group: Group,
    unit: Unit,
    better: Better,
    formula: str,
    source: str,
    undefined: str = "",
    based_on: str = "",
    interval: Interval | None = None,
    parameters: Mapping[str, str] | None = None,
    undefined_when: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
    span: Span | None = None,
    shown: Shown = "always",
) -> Callable[[Function], Function]:
    """Record a function as the metric of its name and return it, ready for numbers of any type.

    `undefined` says in words when there is no value, and `undefined_when` which inputs are all zero then; `based_on`
    names the tally that tells how many customers or answers stand behind the figure, or the metric itself where it is
    that very number.
    """

    def record(function: Function) -> Function:
        declared = _complete(
            Metric(
                function.__name__, title, group, unit, better, formula, source, undefined, based_on, function,
                _inputs(function), dict(parameters or {}), interval, None, undefined_when, beside, span, shown,
            )
        )  # fmt: skip
        _alone(declared, METRICS.values())
        METRICS[declared.name] = declared
        return cast("Function", declared.function)

    return record


def variant(
    name: str,
    rule: tuple[str, str],
    *,
    formula: str,
    **changes: Any,
) -> Callable[[Function], Function]:
    """Record a function as what the metric `name` becomes when the switch `rule[0]` has the value `rule[1]`.

    `changes` are the declarations in which it differs from the default.
    """

    def record(function: Function) -> Function:
        base = METRICS[name]
        kept = {key: getattr(base, key) for key in ("title", "group", "unit", "better", "source", "undefined")}
        kept |= {"based_on": base.based_on, "interval": None, "parameters": {}, "undefined_when": base.undefined_when}
        kept |= {"span": base.span}
        declared = _complete(
            Metric(
                name=name, formula=formula, function=function, inputs=_inputs(function), rule=rule, **(kept | changes)
            )
        )  # fmt: skip
        _alone(declared, VARIANTS)
        VARIANTS[:] = [*(v for v in VARIANTS if (v.name, v.rule) != (name, rule)), declared]
        return cast("Function", declared.function)

    return record


def family(after: str, names: Mapping[str, Unit]) -> Callable[[Function], Function]:
    """Record a function that makes metrics of the rules.

    They stand after a metric in the catalogue; `names` gives for each pattern that their names fit their unit.
    """

    def record(function: Function) -> Function:
        FAMILIES[after] = Family(names, function)
        return function

    return record


class Catalogue(FrozenDict):
    """The metrics in force by their names, in their order; it is pickled as the rules that it follows from."""

    __slots__ = ("rules",)

    def __init__(self, metrics: Iterable[Metric], rules: Mapping[str, Any]) -> None:
        super().__init__({each.name: each for each in metrics})
        self.rules = FrozenDict(rules)

    def __reduce__(self) -> tuple[Any, ...]:
        """Metrics are functions, and some of them are made by the rules."""
        return in_force, (self.rules,)


def in_force(rules: Mapping[str, Any]) -> Catalogue:
    """Every metric in the shape that the rules give it, with those that the rules call into being, in their order."""
    made = {after: each.make(rules) for after, each in FAMILIES.items()}
    return Catalogue((each for name, own in _varied(rules).items() for each in (own, *made.get(name, ()))), rules)


def _varied(rules: Mapping[str, Any]) -> dict[str, Metric]:
    chosen = dict(METRICS)
    for candidate in VARIANTS:
        switch, value = candidate.rule or ("", "")
        setting = rules.get(switch)
        if setting == value or (value == "set" and setting is not None):
            chosen[candidate.name] = candidate
    return chosen


def find(names: Iterable[str], catalogue: Mapping[str, Metric] | None = None) -> list[str]:
    """The names, checked, in catalogue order; an unknown one is an error that offers the closest.

    Without a catalogue, before the rules are known, names that they could call into being pass, and come last.
    """
    asked = list(dict.fromkeys(names))
    known = METRICS if catalogue is None else catalogue
    unknown = [name for name in asked if name not in known and not (catalogue is None and _may_be_made(name))]
    if unknown:
        raise UnknownNameError("\n".join(_unknown(name, known) for name in unknown))
    return [*(name for name in known if name in asked), *(name for name in asked if name not in known)]


def asked_for(
    names: Iterable[str],
    catalogue: Mapping[str, Metric],
    thresholds: Iterable[str] = (),
    *,
    unasked: Collection[Shown],
) -> list[str]:
    """The metrics named; else all that are shown `unasked`, and those with a threshold.

    What is counted in what people wrote is not among them.
    """
    watched = set(thresholds)
    everything = [
        name
        for name, metric in catalogue.items()
        if name in watched or (metric.shown in unasked and not rests_on_comments([name], catalogue))
    ]
    return find(names, catalogue) or everything


def rests_on_comments(names: Iterable[str], catalogue: Mapping[str, Metric]) -> bool:
    """Whether any of the metrics is counted in what people wrote; a name that is no metric is none."""
    needed = (find_tally(tally) for name in names if name in catalogue for tally in tallies_of(name, catalogue))
    return any(tally is not None and tally.written for tally in needed)


def closure(names: Iterable[str], catalogue: Mapping[str, Metric]) -> list[str]:
    """The metrics and all metrics they are made of, each after those it needs."""
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in catalogue and name not in ordered:
            for needed in catalogue[name].inputs:
                visit(needed)
            ordered[name] = None

    for name in names:
        visit(name)
    return list(ordered)


def tallies_of(name: str, catalogue: Mapping[str, Metric]) -> list[str]:
    """The tallies that a metric rests on, its metrics' tallies included, in the order they are met."""
    found: dict[str, None] = {}
    for member in closure([name], catalogue):
        found.update(dict.fromkeys(i for i in catalogue[member].inputs if i not in catalogue))
    return list(found)


def tables_of(names: Iterable[str], catalogue: Mapping[str, Metric]) -> frozenset[str] | None:
    """The tables that metrics are counted in; None where it may be any, as scores are made of what there is."""
    needed = [find_tally(tally) for name in names if name in catalogue for tally in tallies_of(name, catalogue)]
    if any(tally is not None and tally.scored for tally in needed):
        return None
    return frozenset(tally.table for tally in needed if tally is not None and tally.table)


def declared_unit(name: str) -> str | None:
    """The unit of a tally or a metric, those of themes included; None for other names."""
    if declared := find_tally(name) or METRICS.get(name):
        return declared.unit
    return next((unit for each in FAMILIES.values() if (unit := each.unit_of(name))), None)


def _inputs(function: Callable[..., Any]) -> tuple[str, ...]:
    parameters = inspect.signature(function).parameters.values()
    return tuple(p.name for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY)


def _complete(declared: Metric) -> Metric:
    """The metric itself, if nothing that a reader needs is missing from it."""
    where = f"metric {declared.name}"
    for attribute in ("title", "formula", "source", "based_on"):
        if not getattr(declared, attribute):
            raise ValueError(f"{where}: no {attribute}")
    if not docstring_of(declared.function) and sys.flags.optimize < _NO_DOCSTRINGS:
        raise ValueError(f"{where}: no docstring")
    if declared.undefined_when and not declared.undefined:
        raise ValueError(f"{where}: undefined_when, but undefined does not say it in words")
    _known(f"{where}, undefined_when", declared.undefined_when, declared.inputs, "none of its inputs")
    _known(f"{where}, beside", declared.beside, TALLIES, "no tally")
    if declared.name in TALLIES:
        raise ValueError(f"{where}: a tally has that name")
    _known(where, declared.inputs, [*TALLIES, *METRICS], "no tally and no metric")
    _known(f"{where}, based_on", [declared.based_on], [*TALLIES, declared.name], "no tally")
    _settable(where, declared.function, declared.parameters)
    if declared.interval:
        _known(f"{where}, interval", declared.interval.inputs, TALLIES, "no tally")
        _settable(f"{where}, interval", declared.interval.bounds, declared.interval.parameters)
        if len(declared.interval.inputs) != len(_inputs(declared.interval.bounds)):
            raise ValueError(f"{where}, interval: as many inputs as its bounds take, in their order")
    return declared


def _alone(declared: Metric, recorded: Iterable[Metric]) -> None:
    """Refuse a second metric of one name and rule, but not the same one from a module that is loaded again."""
    for other in recorded:
        if (other.name, other.rule) == (declared.name, declared.rule) and _place(other) != _place(declared):
            raise ValueError(f"metric {declared.name}: two of one name" + (" and rule" if declared.rule else ""))


def _place(declared: Metric) -> tuple[str, int]:
    code = inspect.unwrap(declared.function).__code__
    return code.co_filename, code.co_firstlineno


def _known(where: str, names: Iterable[str], known: Iterable[str], otherwise: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{where}: {name} is {otherwise}.{did_you_mean(name, known)}")


def _settable(where: str, function: Callable[..., Any], parameters: Mapping[str, str]) -> None:
    if set(parameters) != _keyword_only(function):
        raise ValueError(f"{where}: each keyword-only parameter needs the switch that sets it")


def _keyword_only(function: Callable[..., Any]) -> set[str]:
    parameters = inspect.signature(function).parameters.values()
    return {p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}


def _may_be_made(name: str) -> bool:
    return any(each.unit_of(name) for each in FAMILIES.values())


def _unknown(name: str, known: Mapping[str, Metric]) -> str:
    if _may_be_made(name):
        return f"No metric is called {name}: csmetrics.yaml declares no such theme.{meant(name, known)}"
    return f"No metric is called {name}.{meant(name, known)} `csmetrics metrics` lists them all."
