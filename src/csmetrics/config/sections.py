"""The sections of csmetrics.yaml that say how figures are made."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from csmetrics.config.scalars import Categories, IdFold, IntervalName, Number, OrEmpty, Positive, Scale, on_scale
from csmetrics.frozen import frozen

INTERVAL_FACTORS: Final[dict[str, float]] = {
    "day": 365 / 12,
    "week": 52 / 12,
    "month": 1.0,
    "quarter": 1 / 3,
    "half_year": 1 / 6,
    "year": 1 / 12,
}
"""What a price per interval is worth a month, unless the configuration says otherwise."""


STANDARD_NPS: Final = (0, 10)
STANDARD_CSAT: Final = (1, 5)
_DETRACT = 0.6  # of the scale, as 6 of 0 to 10


class Section(BaseModel):
    """A heading of csmetrics.yaml: closed, frozen, and the same as absent when nothing stands under it."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_the_default(cls, given: Any) -> Any:
        return {} if given is None else given

    @model_validator(mode="after")
    def _frozen_to_the_ground(self) -> "Section":
        self.__dict__.update({name: frozen(value) for name, value in self.__dict__.items() if type(value) is dict})
        return self


class Nps(Section):
    """Net promoter score: its scale, and who promotes and who detracts."""

    scale: Scale = Field(default=(0, 10), description="Lowest and highest score.")
    promoters: int = Field(default=9, description="Answers of this score or above promote.")
    detractors: int = Field(default=6, description="Answers of this score or below detract.")

    _on_scale = field_validator("promoters", "detractors")(on_scale)

    @model_validator(mode="before")
    @classmethod
    def _other_scales_say_who_promotes(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and not {"promoters", "detractors"} <= set(given) and (ends := _ends(given)):
            low, high = ends
            line = f"nps: {{scale: [{low}, {high}], promoters: {high - (high > 9)}, "  # noqa: PLR2004  # 9 and 10 of 10
            line += f"detractors: {low + int(_DETRACT * (high - low))}}}"
            text = "a scale other than 0 to 10 needs promoters and detractors. Say who promotes and who detracts, as in"
            raise ValueError(f"{text} {line}.")
        return given

    @model_validator(mode="after")
    def _nobody_is_both(self) -> "Nps":
        if self.detractors >= self.promoters:
            raise ValueError(f"detractors {self.detractors} is not below promoters {self.promoters}.")
        return self


def _ends(given: Mapping[str, Any]) -> tuple[int, int] | None:
    """The ends of a scale that is not the standard one; None where there is none, or none that can be read."""
    try:
        low, high = (int(end) for end in given.get("scale", STANDARD_NPS))
    except (TypeError, ValueError):
        return None  # what is wrong with it is said elsewhere
    return None if (low, high) == STANDARD_NPS or low >= high else (low, high)


def _one_or_more(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


def _some(tables: tuple[str, ...]) -> tuple[str, ...]:
    if not tables:
        raise ValueError("no table given. Write [surveys], [tickets] or [surveys, tickets].")
    return tuple(dict.fromkeys(tables))


class Ids(Section):
    """Which customer ids are the same although they are spelt differently."""

    fold: IdFold = Field(
        default=(), description="case: C1 is c1; zeros: an id of digits alone is the same without leading zeros."
    )


class Csat(Section):
    """Customer satisfaction: its scale, its direction, who counts as satisfied, and which tables have the answers."""

    model_config = ConfigDict(populate_by_name=True)

    scale: Scale = Field(default=(1, 5), description="Lowest and highest score.")
    satisfied: int = Field(
        default=4, description="Answers of this score or better are satisfied. Default where lower is better: 2."
    )
    better: Literal["higher", "lower"] = Field(
        default="higher", description="higher: a high score means satisfied; lower: a low score does, as in school."
    )
    from_: (
        Annotated[tuple[Literal["surveys", "tickets"], ...], BeforeValidator(_one_or_more), AfterValidator(_some)]
        | None
    ) = Field(
        default=None,
        alias="from",
        description="The tables whose scores are counted: surveys, tickets or both. Default: surveys alone.",
    )
    method: Literal["share", "mean"] = Field(
        default="share", description="share: satisfied answers of all answers; mean: mean score over the highest score."
    )

    _on_scale = field_validator("satisfied")(on_scale)

    @model_validator(mode="after")
    def _other_scales_say_who_is_satisfied(self) -> "Csat":
        if "satisfied" not in self.model_fields_set:
            if self.scale != STANDARD_CSAT:
                text = "a scale other than 1 to 5 needs satisfied. Say from which score a customer is satisfied."
                raise ValueError(text)
            if self.better == "lower":
                self.__dict__["satisfied"] = sum(self.scale) - self.satisfied
        return self

    @property
    def satisfied_from(self) -> int:
        """The score from which an answer is satisfied, once a scale on which lower is better is turned round.

        >>> Csat().satisfied_from, Csat(better="lower").satisfied, Csat(better="lower").satisfied_from
        (4, 2, 4)
        """
        return self.satisfied if self.better == "higher" else sum(self.scale) - self.satisfied

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose scores are counted.

        >>> Csat().tables, Csat(**{"from": "tickets"}).tables
        (('surveys',), ('tickets',))
        """
        return ("surveys",) if self.from_ is None else self.from_


class Ces(Section):
    """Customer effort: its scale, its direction, and which answers count as easy."""

    scale: Scale = Field(default=(1, 7), description="Lowest and highest score.")
    easy: int | None = Field(
        default=None,
        description="Answers of this score are easy, and so are all better ones. Default: the best third of the scale.",
    )
    better: Literal["higher", "lower"] = Field(
        default="higher", description="higher: a high score means easy; lower: a high score means much effort."
    )
    method: Literal["mean", "share", "net"] = Field(
        default="mean",
        description="mean: mean score; share: easy answers of all answers; net: easy share less hard share.",
    )

    _on_scale = field_validator("easy")(on_scale)

    @property
    def easy_from(self) -> int:
        """The score from which an answer is easy, once a scale that rises with effort is turned round.

        A score s of a scale with `better: lower` counts as low + high - s. Unless declared, the best third is easy.

        >>> Ces().easy_from, Ces(scale=(1, 5)).easy_from
        (5, 4)
        >>> Ces(scale=(1, 5), better="lower", easy=1).easy_from
        5
        """
        low, high = self.scale
        if self.easy is None:
            return high - (high - low) // 3
        return self.easy if self.better == "higher" else low + high - self.easy

    @property
    def easy_in_effect(self) -> int:
        """The same score in the scale's own terms, as `easy` would be declared.

        >>> Ces(scale=(1, 5), better="lower").easy_in_effect
        2
        """
        return self.easy_from if self.better == "higher" else sum(self.scale) - self.easy_from


class Surveys(Section):
    """How answers to surveys are read: scales, classes, and which answers count."""

    nps: Nps = Field(default_factory=Nps)
    csat: Csat = Field(default_factory=Csat)
    ces: Ces = Field(default_factory=Ces)
    repeat_answers: Literal["all", "latest"] = Field(
        default="all", description="all: every answer counts; latest: a customer's last one per survey and period."
    )


class Costs(Section):
    """Which categories of costs.csv win customers and which keep them. Case does not matter."""

    acquisition: Categories = Field(
        default=("sales", "marketing", "advertising"), description="Categories that win new customers; they make CAC."
    )
    retention: Categories = Field(
        default=("success", "support", "onboarding"), description="Categories that keep customers; they make CRC."
    )
    other: Categories = Field(default=(), description="Categories that count in neither, on purpose.")

    @field_validator("retention", "other")
    @classmethod
    def _counted_once(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for other, taken in info.data.items():
            if twice := [name for name in names if name in taken]:
                raise ValueError(f'"{twice[0]}" stands under {other} too. Keep each category in one list.')
        return names


class Rules(Section):
    """The points on which vendors differ, and how this business settles them."""

    joined_and_left: Literal["count", "separate"] = Field(
        default="count",
        description="Customers who joined and left within a period: count them in churn, or keep them apart.",
    )
    recognise: Literal["spread", "when_billed"] = Field(
        default="spread",
        description="spread: a yearly price is a twelfth a month; when_billed: all of it when it is billed.",
    )
    crc_customers: Literal["end", "average"] = Field(
        default="end", description="CRC per customer at the end of the period, or per mean of its start and end."
    )
    lifespan_months: Positive | None = Field(
        default=None, description="A customer's lifespan in months, where it is not to be worked out from churn."
    )
    interval_factors: Annotated[dict[IntervalName, Positive], OrEmpty] = Field(
        default_factory=dict,
        description="What a price per interval is worth a month; unnamed intervals keep their defaults.",
    )

    @field_validator("interval_factors")
    @classmethod
    def _all_six(cls, declared: dict[str, float]) -> dict[str, float]:
        return INTERVAL_FACTORS | declared


class Bounds(Section):
    """Bounds of a figure; with --check, a month outside them ends with exit status 3."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    min: Number | None = Field(default=None, description="The figure may not be below this.")
    max: Number | None = Field(default=None, description="The figure may not be above this.")
    min_change: Number | None = Field(
        default=None,
        description="The change from the period before may not be below this; -0.02 allows a fall of 0.02.",
    )
    max_change: Number | None = Field(
        default=None, description="The change from the period before may not be above this."
    )

    @property
    def given(self) -> bool:
        """Whether there is any bound."""
        return any(bound is not None for bound in (self.min, self.max, self.min_change, self.max_change))

    @model_validator(mode="after")
    def _in_order(self) -> "Bounds":
        if not self.given and not getattr(self, "segments", None):
            raise ValueError("no bound given. Write min, max, min_change or max_change.")
        for low, high, kind in ((self.min, self.max, ""), (self.min_change, self.max_change, "_change")):
            if low is not None and high is not None and low > high:
                raise ValueError(f"min{kind} {low:g} is above max{kind} {high:g}.")
        return self


class Threshold(Bounds):
    """Bounds of one metric, for the whole and every segment but those that have bounds of their own."""

    segments: Annotated[dict[str, dict[str, Bounds]], OrEmpty] = Field(
        default_factory=dict,
        description="Attribute, then value: the bounds of that segment, checked where figures are by the attribute.",
    )

    def bounds_of(self, segment: Mapping[str, str]) -> list[Bounds]:
        """The bounds that a figure of a segment has to keep, {} being the whole.

        >>> nps = Threshold(min=30, segments={"country": {"DE": {"min": 40}}})
        >>> [[bounds.min for bounds in nps.bounds_of(segment)] for segment in ({}, {"country": "DE"}, {"plan": "pro"})]
        [[30.0], [40.0], [30.0]]
        """
        own = [each[segment[name]] for name, each in self.segments.items() if segment.get(name) in each]
        return own or ([self] if self.given else [])
