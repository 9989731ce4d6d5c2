"""Thresholds that make no sense: on a metric that there is not, or at a value that it can never reach."""

from collections.abc import Iterator, Mapping
from typing import Any

from csmetrics.config import Config
from csmetrics.config.sections import Bounds, Threshold
from csmetrics.errors import ConfigError, UnknownSettingError
from csmetrics.metrics.model import Metric
from csmetrics.metrics.spoken import meant

_BOUNDS = ("min", "max", "min_change", "max_change")


def check_thresholds(config: Config, catalogue: Mapping[str, Metric], rules: Mapping[str, Any]) -> None:
    """Raises UnknownSettingError for metrics that do not exist, ConfigError for bounds that are out of reach."""
    unknown = [name for name in config.thresholds if name not in catalogue]
    if unknown:
        raise UnknownSettingError(
            "\n".join(
                f"{config.place_of_threshold(name)}: no metric is called {name}.{meant(name, catalogue)}"
                for name in unknown
            )
        )
    missed = [
        f"{config.place_of_threshold(name)}: {name}: {said}"
        for name, threshold in config.thresholds.items()
        for said in _missed(catalogue[name], threshold, rules)
    ]
    if missed:
        raise ConfigError("\n".join(missed))


def _missed(metric: Metric, threshold: Threshold, rules: Mapping[str, Any]) -> Iterator[str]:
    """The bounds that the metric can never reach, of the whole and of segments."""
    span = metric.runs.under(rules)
    for where, bounds in _all_bounds(threshold):
        for kind in _BOUNDS:
            value = getattr(bounds, kind)
            if value is not None and span.misses(value, change=kind.endswith("_change")):
                yield f"{where}{kind} {value:g} can never be reached: it runs {span.said()}. {span.advice(value)}"


def _all_bounds(threshold: Threshold) -> Iterator[tuple[str, Bounds]]:
    yield "", threshold
    for attribute, values in threshold.segments.items():
        for value, bounds in values.items():
            yield f"segments: {attribute}: {value}: ", bounds
