"""A question resolved: the period chosen, the metrics found, the rules in force; once, before anything else."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from csmetrics.counting.plan import Plan, absent_in, subjects_of, tallies_of_figures
from csmetrics.counting.segments import moves
from csmetrics.figures.choose import When, choose_period, how_chosen
from csmetrics.figures.thresholds import check_thresholds
from csmetrics.metrics.catalogue import Catalogue, asked_for, in_force
from csmetrics.metrics.model import BY_WHAT_IS_HELD, BY_WHAT_IS_HELD_SEPARATE, Shown
from csmetrics.periods import Period, series
from csmetrics.subjects.health.models import Model, as_declared, find_model, has_model
from csmetrics.tables.dataset import Dataset


def plan_figures(
    data: Dataset,
    periods: Sequence[Period],
    metrics: Sequence[str] = (),
    by: Sequence[str] = (),
    *,
    when: When | None = None,
    known: Iterable[Catalogue] = (),
    watched: bool = True,
) -> Plan:
    """The plan of figures of consecutive periods, by default of all metrics but those counted in what people wrote.

    Where metrics are `watched`, those with a threshold are among them too. A threshold on what does not exist or can
    never be is an error. `when` says which day chose the period; `known` are metrics in force, some perhaps under the
    same rules.
    """
    config = data.config
    rules = config.rules_in_force() | {"currency": data.currency}
    moving = moves(data, by)
    shapes = rules | (_shapes(rules) if moving else {})
    catalogue = next((each for each in known if each.rules == shapes), None) or in_force(shapes)
    check_thresholds(config, catalogue, rules | {"health.method": config.health.method})
    rules |= model_rules(data) | ({"only_currency": data.alone} if data.alone else {})
    names = asked_for(metrics, catalogue, config.thresholds if watched else (), unasked=_unasked(data, moving=moving))
    needed = tallies_of_figures(names, catalogue)
    return Plan(
        periods=tuple(periods),
        by=tuple(by),
        subjects=subjects_of(data, needed),
        absent=absent_in(data),
        metrics=tuple(names),
        rules=rules,
        catalogue=catalogue,
        chosen=how_chosen(data, when) if when else "",
        today=when.today if when else None,
    )


def _unasked(data: Dataset, *, moving: bool) -> list[Shown]:
    """What is shown where no metric is named."""
    shown: dict[Shown, bool] = {"where customers move": moving, "with rates of exchange": data.exchanges}
    return ["always", *(kind for kind, fits in shown.items() if fits)]


def _shapes(rules: Mapping[str, Any]) -> dict[str, str]:
    """What metrics become where customers can change their segment, beside what the rules make of them."""
    separate = rules["rules.joined_and_left"] == "separate"
    return dict([BY_WHAT_IS_HELD, *([BY_WHAT_IS_HELD_SEPARATE] if separate else [])])


def plan_published(
    data: Dataset, periods: Sequence[Period], by: Sequence[str] = (), *, known: Iterable[Catalogue] = ()
) -> Plan:
    """The plan of figures that are published.

    What is counted in what people wrote is not among them: nobody could trace later why it has changed.
    """
    return plan_figures(data, periods, by=by, known=known, watched=False)


def plan_list(
    data: Dataset, when: When, by: Sequence[str] = (), *, count: int = 1, models: tuple[Model, ...] = ()
) -> Plan:
    """The plan of a list, of the last of so many periods; no figure is evaluated for it."""
    rules = data.config.rules_in_force()
    return Plan(
        periods=series(choose_period(data, when), count),
        by=tuple(by),
        rules=rules,
        catalogue=in_force(rules),
        models=models,
        chosen=how_chosen(data, when),
        today=when.today,
    )


def model_rules(data: Dataset) -> dict[str, Any]:
    """The models of the scores in force, by their path in the configuration; none without a model."""
    if not has_model(data):
        return {}
    found: dict[str, Any] = {}
    for which in ("health", "distress"):
        for key, value in as_declared(find_model(data, which)).items():
            inner = value if key in ("signals", "bands") else {"": value}
            found |= {f"{which}.{key}.{name}".rstrip("."): each for name, each in inner.items()}
    return found
