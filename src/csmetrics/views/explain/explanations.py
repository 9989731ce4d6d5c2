"""Metrics to their explanations, all of one count: the definition card, the parts, and the lines behind each tally."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from csmetrics.counting.plan import Plan
from csmetrics.figures.evaluate import Values, reached_by_rates
from csmetrics.figures.model import Figure
from csmetrics.figures.reports import figures_of, first_reached, remarked
from csmetrics.figures.resolve import plan_figures
from csmetrics.metrics.catalogue import VARIANTS, closure, tallies_of
from csmetrics.periods import series
from csmetrics.stages import stage
from csmetrics.subjects.surveys.score_ranges import tables_of
from csmetrics.subjects.vocabulary import find_tally
from csmetrics.tables.dataset import Dataset
from csmetrics.views.explain.contributors import Contributors
from csmetrics.views.explain.model import Explanation, TallyLines
from csmetrics.workers import at_once


@stage("explain")
def explain_figures(data: Dataset, plan: Plan, limit: int | None = None) -> Mapping[str, Explanation]:
    """Every metric of a plan in its newest period, whole, and all it rests on; counted once.

    `limit` keeps the biggest lines of each tally; of files that are divided on disk there are no lines.
    """
    if plan.by:
        whole = plan_figures(data, series(plan.period, 2), plan.metrics, watched=False)
        plan = replace(whole, chosen=plan.chosen, today=plan.today)
    return _explained(data, plan, limit, listed=len(data.divisions) == 1)


@stage("explain")
def explain_figure(data: Dataset, plan: Plan, limit: int | None = None) -> Explanation:
    """The one metric of a plan in its newest period, whole and by segment, and all it rests on.

    `limit` keeps the biggest lines.
    """
    (found,) = _explained(data, plan, limit).values()
    return found


def _explained(data: Dataset, plan: Plan, limit: int | None, *, listed: bool = True) -> dict[str, Explanation]:
    plan = replace(plan, periods=series(plan.period, 2))
    counted = partial(_counted, data, plan, limit, listed=listed)
    (plan, values, tallies), _ = at_once(counted, data.look_through)
    figures = _figures(data, plan, values)
    return {name: _explanation(data, plan, values, figures[name], tallies) for name in plan.metrics}


def _figures(data: Dataset, plan: Plan, values: Values) -> dict[str, list[Figure]]:
    """The figures of each metric, the whole before the segments, with what is to be said of them."""
    period, at = plan.period, len(plan.periods) - 1
    begun = first_reached(data, plan.periods)
    every = [figure for name in plan.metrics for figure in figures_of(values, name, at, begun)]
    found: dict[str, list[Figure]] = {name: [] for name in plan.metrics}
    for figure in remarked(data, values, every, at, (period.previous(), period), lacking=plan.lacking)[0]:
        found[figure.metric].append(figure)
    return found


def _explanation(
    data: Dataset, plan: Plan, values: Values, figures: Sequence[Figure], tallies: Mapping[str, TallyLines]
) -> Explanation:
    figure, *segments = figures
    declared, at = values.catalogue[figure.metric], len(plan.periods) - 1
    members, begun = closure([figure.metric], values.catalogue), first_reached(data, plan.periods)
    shown = tuple(tallies[name] for name in _shown(figure.metric, values) if name in tallies)
    return Explanation(
        figure=figure,
        meaning=declared.meaning,
        notes=declared.notes,
        source=declared.source,
        period=plan.period,
        currency=data.currency,
        rules=_rules_applied(members, values, plan.rules),
        parts=tuple(figures_of(values, part, at, begun)[0] for part in reversed(members) if part != figure.metric),
        tallies=shown,
        by=plan.by,
        segments=tuple(segments),
        chosen=plan.chosen,
        rates=data.card if any(each.unit == "money" for each in shown) else None,
    )


def _counted(
    data: Dataset, plan: Plan, limit: int | None, *, listed: bool
) -> tuple[Plan, Values, dict[str, TallyLines]]:
    """The plan as far as rates reach, its metrics, and what stands behind each tally that those rest on."""
    plan, values = reached_by_rates(data, plan)
    contributors = Contributors(data, values, plan.period, limit)
    names = dict.fromkeys(tally for metric in plan.metrics for tally in _shown(metric, values))
    shown = (find_tally(name) for name in names if name not in values.tallies.absent)
    tallies = [each for each in shown if each and any(table in data for table in tables_of(each, data.config))]
    lines_of = contributors.lines_of if listed else contributors.unlisted
    return plan, values, {each.name: lines_of(each) for each in tallies}


def _shown(name: str, values: Values) -> dict[str, None]:
    """The tallies that a metric rests on, and those that it or what it is made of wants beside them."""
    beside = (tally for member in closure([name], values.catalogue) for tally in values.catalogue[member].beside)
    own = dict.fromkeys((*tallies_of(name, values.catalogue), *beside))
    return own | dict.fromkeys(_moved(own)) if values.tallies.segments.at else own


def _moved(names: Iterable[str]) -> Iterator[str]:
    """Of what is counted at an edge, who came in or went out between the edges, and with how much."""
    for name in names:
        what = name.partition("_")[0]
        if (declared := find_tally(name)) and declared.edge not in ("", "row"):
            yield from (f"{what}_moved_in", f"{what}_moved_out")


def _rules_applied(members: Sequence[str], values: Values, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The switches that shape these metrics: their parameters, their variants, how their tallies are counted."""
    listed = {switch for name in members for switch in values.catalogue[name].parameters.values()}
    listed.add("only_currency")
    listed |= {variant.rule[0] for variant in VARIANTS if variant.rule and variant.name in members}
    for name in tallies_of(members[-1], values.catalogue):
        declared = find_tally(name)
        listed |= set(declared.rules) if declared else set()
    under = tuple(each for each in listed if each.endswith("."))
    return {
        key: value for key, value in rules.items() if value is not None and (key in listed or key.startswith(under))
    }
