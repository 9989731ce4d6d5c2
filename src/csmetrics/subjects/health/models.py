"""The health and the distress model in force: as declared, or made of the signals that the tables allow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from csmetrics.columns import SURVEYS
from csmetrics.config.health import ABOVE, Distress, Health, SignalConfig, kind_of
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, UnknownSettingError, did_you_mean
from csmetrics.frozen import Frozen
from csmetrics.signals import SIGNALS, TABLES_OF_SIGNALS, Signal, ValueRange
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.row_checks import scale_of

Which = Literal["health", "distress"]
NO_MODEL = "no health: in csmetrics.yaml, and no tickets.csv, usage.csv or answers.csv"
HALF = 0.5
POINT = 1_000_000  # points and weights are counted in millionths
FULL = 100


@dataclass(frozen=True, slots=True)
class WeightedSignal(Frozen):
    """A signal as a model uses it; `weight` is in millionths.

    With neither scale nor tiers (in sums alone) its points are its value times its weight.
    """

    name: str
    signal: Signal
    weight: int
    scale: ValueRange | None
    tiers: Mapping[str, float] | None = None
    days: int = 0
    past: int = 0
    question: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Model(Frozen):
    """What makes a score: its signals, how they are put together, how much of their weight must be known.

    `bounds` are the highest scores (in millionths) of the bands at risk and to watch; for distress there is one, the
    highest score without. `lacking` has the signals that nobody can have, with the reason.
    """

    which: Which
    method: Literal["mean", "sum"]
    signals: tuple[WeightedSignal, ...]
    min_coverage: float
    bounds: tuple[int, ...]
    declared: Health | Distress
    is_declared: bool
    lacking: Mapping[str, str]


def has_model(data: Dataset) -> bool:
    """Whether customers are scored: scores are declared, or a table is there that is made for them."""
    return "subscriptions" in data and (data.config.declares_scores or any(name in data for name in TABLES_OF_SIGNALS))


def require_models(data: Dataset) -> tuple[Model, Model]:
    """The health and the distress model in force. Raises DataError where there can be none."""
    found = propose_models(data)
    if not has_model(data):
        hint = "csmetrics health DATA --model prints a model to begin with."
        raise DataError(f"There is no health model: {NO_MODEL}. {hint}")
    return found


def propose_models(data: Dataset) -> tuple[Model, Model]:
    """The models in force, or those that would be if scores were declared. Raises DataError where nobody pays."""
    if "subscriptions" not in data:
        raise DataError(
            "Health scores need subscriptions.csv: only customers who pay have one. Add the file to the folder."
        )
    return find_model(data, "health"), find_model(data, "distress")


def find_model(data: Dataset, which: Which) -> Model:
    """The model of a score; without declared signals it has all that the tables allow.

    Raises UnknownSettingError when a declared signal asks for a question or column that does not exist.
    """
    data = data.whole  # a model is of all customers
    section: Health | Distress = getattr(data.config, which)
    declared = section.signals or dict(_defaults(data, which))
    _refuse_unknown(data, which, section.signals)
    return Model(
        which,
        section.method,
        tuple(_weighed(data, which, section.method, name, signal) for name, signal in declared.items()),
        1.0 if section.method == "sum" else section.min_coverage or HALF,
        _bounds(section),
        section,
        bool(section.signals),
        {name: reason for name, signal in declared.items() if (reason := _lacking(data, kind_of(name, signal)))},
    )


def _bounds(section: Health | Distress) -> tuple[int, ...]:
    if isinstance(section, Distress):
        return (round(section.threshold * POINT) - 1,)
    return tuple(round(edge.bound * POINT) - edge.below for edge in (section.bands.at_risk, section.bands.watch))


def _weighed(data: Dataset, which: Which, method: str, name: str, given: SignalConfig) -> WeightedSignal:
    signal = SIGNALS[kind_of(name, given)]
    scale = given.scale
    if method == "mean" and not given.tiers:
        scale = scale or _standard_scale(data, which, signal)
    return WeightedSignal(
        name, signal, round(given.weight * POINT), scale, given.tiers,
        given.days or signal.days or 0, given.past or signal.past or 0, given.question, given.column,
    )  # fmt: skip


def _standard_scale(data: Dataset, which: Which, signal: Signal) -> ValueRange:
    """The values that mean 0 and 100 unless somebody says otherwise; distress reads them the other way round."""
    if which == "distress" and signal.distress:
        return signal.distress[0]
    low, high = signal.scale or scale_of("nps" if signal.name == "last_nps" else "csat", data.config)
    return (high, low) if which == "distress" else (low, high)


def _defaults(data: Dataset, which: Which) -> Iterator[tuple[str, SignalConfig]]:
    """The signals of a model that nobody declared; the questions share one weight."""
    for name, signal in SIGNALS.items():
        weight = signal.weight if which == "health" else signal.distress[1] if signal.distress else 0
        if not weight or _lacking(data, name):
            continue
        if name == "question":
            asked = _questions(data)
            yield from ((each, SignalConfig(question=each, weight=round(weight / len(asked), 3))) for each in asked)
        else:
            yield name, SignalConfig(weight=weight)


def _lacking(data: Dataset, kind: str) -> str:
    """Why nobody can have a signal, or nothing."""
    signal = SIGNALS[kind]
    table = data.table(signal.table)
    if table is None:
        return f"no {signal.table}.csv"
    column = {"features_used": "feature", "ticket_score": "score", "days_past_renewal": "renewal_date"}.get(kind, "")
    if column and column not in table.rows:
        return f"no column {column} in {table.source.file}"
    if kind == "days_past_renewal" and (table.rows[column] == NO_DAY).all():
        return f"no {column} in {table.source.file}"
    survey = kind.removeprefix("last_")
    if survey in SURVEYS:
        answers = (table.rows["survey"].codes == SURVEYS.index(survey)) & (table.rows["score"] != NO_SCORE)
        if "customer_id" not in table.rows or not (table.rows["customer_id"] >= 0)[answers].any():
            return f"no {survey} answers of known customers in {table.source.file}"
    return ""


def _questions(data: Dataset) -> list[str]:
    answers = data.table("answers")
    return sorted(answers.rows["question"].categories) if answers else []


def _refuse_unknown(data: Dataset, which: Which, declared: Mapping[str, SignalConfig]) -> None:
    """A question that was never answered or a column that is not there is a slip of the pen."""
    known = {"question": _questions(data), "column": _number_columns(data)}
    files = {"question": "answers", "column": "customers"}
    wrong = [
        f"{data.config.place_of_signal(which, name)}: {_nowhere(key, asked, known[key], files[key])}"
        for name, signal in declared.items()
        for key in ("question", "column")
        if (asked := getattr(signal, key)) and files[key] in data and asked not in known[key]
    ]
    if wrong:
        raise UnknownSettingError("\n".join(wrong))


def _number_columns(data: Dataset) -> list[str]:
    """The columns of customers.csv that may hold numbers: all those with no meaning of their own."""
    customers = data.table("customers")
    return [name for name in customers.header if name not in TABLES["customers"].columns] if customers else []


def _nowhere(key: str, asked: str, known: list[str], file: str) -> str:
    """What is wrong with the name of a question or column, and which there are."""
    listed = ", ".join(known) or "none"
    if key == "column" and asked in TABLES["customers"].columns:
        return f"{asked} of {file}.csv is no column of numbers. There are {listed}."
    return f'no {key} "{asked}" in {file}.csv.{did_you_mean(asked, known) or f" There are {listed}."}'


def as_declared(model: Model) -> dict[str, Any]:
    """The model as plain values, in the words of csmetrics.yaml, with everything that is in force."""
    section = model.declared
    values: dict[str, Any] = {"method": model.method, "min_coverage": model.min_coverage}
    if isinstance(section, Distress):
        values["threshold"] = _number(section.threshold)
    else:
        edges = {"at_risk": section.bands.at_risk, "watch": section.bands.watch}
        values["bands"] = {
            name: {"below": _number(edge.bound)} if edge.below else _number(edge.bound) for name, edge in edges.items()
        }
    return values | {"signals": {each.name: _signal_values(each) for each in model.signals}}


def _signal_values(each: WeightedSignal) -> dict[str, Any]:
    named: dict[str, Any] = {"signal": each.signal.name} if each.signal.name != each.name else {}
    if each.question is not None or each.column is not None:
        named = {"question": each.question} if each.question is not None else {"column": each.column}
    named["weight"] = _number(each.weight / POINT)
    if each.tiers:
        named["tiers"] = {_key(bound): _number(score) for bound, score in each.tiers.items()}
    elif each.scale:
        named["scale"] = [_number(bound) for bound in each.scale]
    return named | {key: getattr(each, key) for key in ("days", "past") if getattr(each, key)}


def _key(bound: str) -> str:
    return bound if bound == ABOVE else str(_number(float(bound)))


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
