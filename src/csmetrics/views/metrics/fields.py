"""The catalogue of metrics, as declared fields."""

from operator import itemgetter

from csmetrics.metrics.catalogue import METRICS, VARIANTS, tallies_of
from csmetrics.metrics.model import Metric
from csmetrics.output.fields import NAME, TEXT, Field, Lines, at, document, many, mapping, optional, record
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.views.records import BETTER, GROUP, UNIT


def variants_of(metric: Metric) -> list[tuple[Metric, str, str]]:
    """What the metric becomes, under which switch, at which setting."""
    return [(each, *each.rule) for each in VARIANTS if each.name == metric.name and each.rule]


def tables_of(metric: Metric) -> list[str]:
    """The tables that the metric rests on."""
    tables = (TALLIES[name].table for name in tallies_of(metric.name, METRICS))
    return list(dict.fromkeys(table for table in tables if table))


VARIANT = record(
    "What the metric becomes under a switch.",
    Field("rule", TEXT, "The switch.", itemgetter(1)),
    Field("setting", TEXT, "Its value; set means any.", itemgetter(2)),
    *at(0, Field("unit", UNIT, "The unit it then has."), Field("formula", TEXT, "The formula it then has.")),
)
METRIC = record(
    "One metric.",
    Field("metric", NAME, "Its name, as --metric takes it.", "name"),
    Field("title", TEXT, "Its name for people."),
    Field("group", GROUP, "Its group in the catalogue."),
    Field("unit", UNIT, "Fractions are not multiplied by 100; money is in currency units, unrounded."),
    Field("better", BETTER, "Which direction is good."),
    Field("formula", TEXT, "The formula, in tallies, metrics and parameters."),
    Field("meaning", TEXT, "What it says, in a sentence."),
    Field("notes", TEXT, "Its range, when it is undefined, what to mind."),
    Field("source", TEXT, "Where it is published."),
    Field("undefined", optional(TEXT), "When it is undefined, in words.", lambda metric: metric.undefined or None),
    Field(
        "interval",
        optional(TEXT),
        "The method of its interval.",
        lambda metric: metric.interval.method if metric.interval else None,
    ),
    Field("based_on", TEXT, "The tally that tells how many stand behind it."),
    Field("inputs", many(TEXT), "The tallies and metrics that it takes."),
    Field("parameters", mapping(TEXT), "Its parameters, each with the switch that sets it."),
    Field("tables", many(TEXT), "The tables it needs.", tables_of),
    Field("variants", many(VARIANT), "What it becomes under other switches.", variants_of),
)
DOCUMENT = document(
    "catalogue",
    1,
    "The catalogue of metrics: csmetrics metrics --format json.",
    Field("metrics", many(METRIC), "In catalogue order.", lambda metrics: metrics),
)
LINES = Lines(
    lambda metrics: metrics,
    lambda _: METRIC.pick("metric", "title", "group", "unit", "better", "formula", "tables", "source"),
)
