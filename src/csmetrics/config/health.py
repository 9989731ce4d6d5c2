"""The sections `health` and `distress`: which signals make a customer's score, and how."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from csmetrics.config.details import again, entries, fault
from csmetrics.config.scalars import Name, Number, OrEmpty, Share, suggestion
from csmetrics.config.sections import Section
from csmetrics.signals import NAMED, SIGNALS

MOST_SIGNALS = 40
MOST_WEIGHT, LEAST_WEIGHT = 1_000, 0.001
MOST_DAYS = 36_500
ABOVE = "above"
_FULL = 100


def _weight(weight: float) -> float:
    if not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
        raise ValueError(f"{weight:g} is not between {LEAST_WEIGHT:g} and {MOST_WEIGHT:,}.")
    return weight


def _days(days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"{days} is not between 1 and {MOST_DAYS:,} days.")
    return days


def _pair(scale: Any) -> Any:
    if not isinstance(scale, list | tuple) or len(scale) != 2:  # noqa: PLR2004  # means 0, means 100
        raise ValueError("a scale is the value that means 0 and the one that means 100, as in [5, 0].")
    return scale


def _apart(scale: tuple[float, float]) -> tuple[float, float]:
    if scale[0] == scale[1]:
        raise ValueError(f"{scale[0]:g} cannot mean both 0 and 100.")
    if not math.isfinite(scale[1] - scale[0]):
        raise ValueError(f"{scale[0]:g} and {scale[1]:g} lie too far apart to be measured between.")
    return scale


def _tiers(given: Any) -> Any:
    """Upper bounds in order, as text, and at last what lies above them all."""
    if not isinstance(given, Mapping):
        text = f"tiers are upper bounds with their scores, as in {{20: 0, 40: 50, {ABOVE}: 100}}."
        raise ValueError(text)  # noqa: TRY004  # what pydantic takes for a fault of the input
    bounds = {bound: score for bound, score in given.items() if bound != ABOVE}
    if ABOVE not in given or not bounds:
        raise ValueError(f"tiers need a bound and a score for what lies {ABOVE}, as in {{20: 0, {ABOVE}: 100}}.")
    ordered = dict(sorted((_bound_of(bound), score) for bound, score in bounds.items()))
    if len(ordered) < len(bounds):
        raise ValueError("two bounds are the same number. Keep one of them.")
    return {plain(bound): score for bound, score in ordered.items()} | {ABOVE: given[ABOVE]}


def _bound_of(text: Any) -> float:
    try:
        bound = float(text)
    except (TypeError, ValueError):
        bound = math.nan
    if not math.isfinite(bound):
        raise ValueError(f'"{text}" is not a number. Write the highest value of the tier.')
    return bound


def plain(number: float) -> str:
    """A number as one would write it.

    >>> plain(20.0), plain(0.125)
    ('20', '0.125')
    """
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _edge(given: Any) -> Any:
    """20 is an upper bound that belongs to the band; {below: 20} is one that does not."""
    if isinstance(given, BandEdge):
        return given
    below = isinstance(given, Mapping)
    if below and list(given) != ["below"]:
        raise ValueError("a bound is a number, which belongs to the band, or {below: number}, which does not.")
    try:
        bound = float(given["below"] if below else given)
    except (TypeError, ValueError):
        bound = math.nan
    if not math.isfinite(bound):
        raise ValueError("not a number. Write the bound as 50, or as {below: 50}.")
    return BandEdge(bound=bound, below=below)


class BandEdge(Section):
    """The upper bound of a band, and whether the band ends below it."""

    bound: float
    below: bool


def _as_written(edge: BandEdge) -> float | dict[str, float]:
    """The bound as csmetrics.yaml has it."""
    return {"below": edge.bound} if edge.below else edge.bound


Weight = Annotated[
    Number, AfterValidator(_weight), Field(json_schema_extra={"minimum": LEAST_WEIGHT, "maximum": MOST_WEIGHT})
]
DayCount = Annotated[int, AfterValidator(_days), Field(json_schema_extra={"minimum": 1, "maximum": MOST_DAYS})]
SignalScale = Annotated[tuple[Number, Number], BeforeValidator(_pair), AfterValidator(_apart)]
Tiers = Annotated[
    dict[str, Number],
    BeforeValidator(_tiers),
    WithJsonSchema({"type": "object", "required": [ABOVE], "additionalProperties": {"type": "number"}}),
]
BandBound = Annotated[
    BandEdge,
    BeforeValidator(_edge),
    PlainSerializer(_as_written),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {
                    "type": "object",
                    "required": ["below"],
                    "properties": {"below": {"type": "number"}},
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class SignalConfig(Section):
    """One signal: which it is if its key does not say so, its weight, and which of its values are good."""

    signal: Name | None = Field(default=None, description="The signal, where the key is a name of your own.")
    question: Name | None = Field(default=None, description="The question of answers.csv whose last answer it is.")
    column: Name | None = Field(default=None, description="The column of customers.csv, in numbers, that it is.")
    weight: Weight = Field(default=1.0, description="Its weight in the score.")
    scale: SignalScale | None = Field(
        default=None, description="The value that means 0 points and the one that means 100."
    )
    tiers: Tiers | None = Field(
        default=None,
        description="Instead of a scale: upper bound, which belongs to its tier: points; above: points beyond them.",
    )
    days: DayCount | None = Field(default=None, description="Its window in days, or the days that are too long.")
    past: DayCount | None = Field(default=None, description="usage_trend: the days before that it is compared with.")


class ScoreConfig(Section):
    """What both scores have in common."""

    method: Literal["mean", "sum"] = Field(
        default="mean",
        description="mean: weighted mean of points from 0 to 100; sum: values times weights added up, all needed.",
    )
    signals: Annotated[dict[str, SignalConfig], OrEmpty] = Field(
        default_factory=dict, description="The signals by name. Without any: those that the tables allow."
    )
    min_coverage: Share | None = Field(
        default=None, description="The share of the weight that must be known, or there is no score. Default: 0.5."
    )

    @field_validator("signals", mode="wrap")
    @classmethod
    def _fit(
        cls, given: object, validate: Callable[[object], dict[str, SignalConfig]], info: ValidationInfo
    ) -> dict[str, SignalConfig]:
        found = list(_name_faults(given))
        try:
            signals = validate(given)
        except ValidationError as error:
            found += [again(detail) for detail in error.errors(include_url=False)]
            signals = {}
        wrong = {place for each in found for place in each["loc"][:1]}
        for name, signal in signals.items():
            found += [] if name in wrong else _parameter_faults(name, signal, info.data.get("method"))
        if len(signals) > MOST_SIGNALS:
            found.append(fault((), None, f"{len(signals)} signals are more than {MOST_SIGNALS}. Keep those that tell."))
        if found:
            raise ValidationError.from_exception_data("signals", found)
        return signals

    @model_validator(mode="after")
    def _sums_need_everything(self) -> "ScoreConfig":
        if self.method == "sum" and not self.signals:
            raise ValueError("method sum needs signals. Name those that are to be added up.")
        if self.method == "sum" and self.min_coverage not in (None, 1):
            raise ValueError("method sum needs every signal, so min_coverage is 1. Take it out, or use method mean.")
        return self


class Bands(Section):
    """Where scores begin to be good. A bound belongs to the band below it, unless it is written as {below: 50}."""

    at_risk: BandBound = Field(default=BandEdge(bound=50, below=True), description="The highest score at risk.")
    watch: BandBound = Field(default=BandEdge(bound=75, below=True), description="The highest score to watch.")

    @model_validator(mode="after")
    def _in_order(self) -> "Bands":
        if self.at_risk.bound >= self.watch.bound:
            raise ValueError(f"at_risk {self.at_risk.bound:g} is not below watch {self.watch.bound:g}.")
        return self


class Health(ScoreConfig):
    """The health score of customers, from 0 to 100: what it is made of, and from where on it is good."""

    bands: Bands = Field(default_factory=Bands, description="Upper bounds of the bands; above them is healthy.")

    @field_validator("bands")
    @classmethod
    def _within_reach(cls, bands: Bands, info: ValidationInfo) -> Bands:
        for name, edge in (("at_risk", bands.at_risk), ("watch", bands.watch)):
            _refuse_beyond_reach(edge.bound, info, f"{name} ")
        return bands

    @model_validator(mode="after")
    def _sums_have_bands_of_their_own(self) -> "Health":
        if self.method == "sum" and self.bands.model_fields_set != {"at_risk", "watch"}:
            raise ValueError("method sum needs bands. Write the highest sum at_risk and the highest to watch.")
        return self


class Distress(ScoreConfig):
    """The distress score of customers, from signals that need no word of theirs; higher is worse."""

    threshold: Number = Field(default=50.0, description="From this score on a customer is distressed.")

    @field_validator("threshold")
    @classmethod
    def _within_reach(cls, threshold: float, info: ValidationInfo) -> float:
        _refuse_beyond_reach(threshold, info)
        return threshold


def _refuse_beyond_reach(bound: float, info: ValidationInfo, name: str = "") -> None:
    """A mean lies between 0 and 100, so a bound beyond them tells no customers apart."""
    if info.data.get("method") == "mean" and not 0 <= bound <= _FULL:
        raise ValueError(f"{name}{bound:g} is not between 0 and {_FULL}, where scores lie.")


def kind_of(name: str, signal: SignalConfig) -> str:
    """The declared signal that an entry is about."""
    return "question" if signal.question else "column" if signal.column else signal.signal or name


def _name_faults(given: object) -> Iterator[InitErrorDetails]:
    """Entries that name no signal, or more than one thing."""
    for name, signal in entries(given):
        told = [key for key in ("signal", "question", "column") if dict(entries(signal)).get(key) is not None]
        kind = name if not told else dict(entries(signal))[told[0]] if told == ["signal"] else None
        if not str(name).strip():
            yield fault((name,), name, "a signal without a name. Write one before the colon.")
        elif len(told) > 1:
            yield fault((name,), name, f"{' and '.join(told)} exclude one another. Keep one.")
        elif kind is not None and kind not in NAMED:
            hint = f"unknown signal.{suggestion(str(kind), NAMED)}"
            yield fault((name,), name, f"{hint} Names of your own need signal, question or column.")


def _parameter_faults(name: str, signal: SignalConfig, method: str | None) -> Iterator[InitErrorDetails]:
    kind = kind_of(name, signal)
    declared = SIGNALS[kind]
    for parameter in ("days", "past"):
        if getattr(signal, parameter) is not None and getattr(declared, parameter) is None:
            yield fault((name, parameter), name, f"{kind} has no {parameter}. Take it out.")
    if signal.scale and signal.tiers:
        yield fault((name, "tiers"), name, "scale and tiers exclude one another. Keep one.")
    if method == "mean" and kind == "column" and not (signal.scale or signal.tiers):
        yield fault((name,), name, "a column needs scale or tiers. Say which values mean 0 and 100, as in [0, 50].")
    if method == "mean" and signal.tiers:
        off = [score for score in signal.tiers.values() if not 0 <= score <= _FULL]
        if off:
            yield fault((name, "tiers"), name, f"{off[0]:g} is not between 0 and {_FULL}.")
