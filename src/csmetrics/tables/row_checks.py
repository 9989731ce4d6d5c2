"""What a row must satisfy beyond its single cells: order of dates, scales, known categories and currencies."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csmetrics.columns import STATUSES
from csmetrics.config import Config
from csmetrics.currencies import CURRENCIES
from csmetrics.declared import TABLES
from csmetrics.errors import did_you_mean
from csmetrics.tables.cells import NO_DAY, NO_SCORE, Cells, Fault
from csmetrics.tables.numbers import cells_in

if TYPE_CHECKING:
    from csmetrics.tables.rows import Coded

CheckedColumns = Mapping[str, Cells]
Rule = Callable[[CheckedColumns, Config], dict[str, list[Fault]]]
ANSWER_SCALE = (1, 10)
_MANY = 1


def row_faults(table: str, columns: CheckedColumns, config: Config) -> dict[str, list[Fault]]:
    """The faults of each column that only show beside other columns or the configuration."""
    found: dict[str, list[Fault]] = {}
    everywhere = (_currency,) if "currency" in TABLES[table].columns else ()  # elsewhere it is an attribute
    for rule in (*_RULES.get(table, ()), *everywhere):
        for column, faults in rule(columns, config).items():
            found.setdefault(column, []).extend(faults)
    return found


def scale_of(survey: str, config: Config) -> tuple[int, int]:
    """The lowest and the highest score of a survey, or of reviews."""
    if survey == "reviews":
        return config.reviews.scale
    return tuple(getattr(config.surveys, survey).scale)


def _end_before_start(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    found = {}
    for start, end in (("start_date", "end_date"), ("service_start", "service_end")):
        if start in columns and end in columns:
            wrong = _before(columns, end, start)
            found[end] = [Fault(wrong, "ends before it starts", f"Correct {start} or {end}.")]
    return found


def _event_without_amount(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    """An event after which something runs, and nothing says what it brings in."""
    if "date" not in columns:
        return {}
    blank = columns["amount"].blank
    if "event" in columns:
        event: Coded = columns["event"].values
        blank = blank & (event.codes != event.categories.index("cancel"))
    return {"amount": [Fault(blank, "this cell must not be blank", "Fill it in: 0, or the event cancel, is an end.")]}


def _half_a_service_period(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    """A line of an invoice with one end of its service period, or none although it is said to recur."""
    if "service_start" not in columns:
        return {}
    start, end = columns["service_start"].blank, columns["service_end"].blank
    recurs = np.zeros(len(start), dtype=bool)
    if "kind" in columns:
        kind: Coded = columns["kind"].values
        recurs = kind.codes == kind.categories.index("recurring")
    fix = "Fill it in; a line that does not recur has neither service_start nor service_end."
    return {
        "service_start": [Fault(start & (~end | recurs), "this cell must not be blank", fix)],
        "service_end": [Fault(end & ~start, "this cell must not be blank", fix)],
    }


def _blank_interval(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    """A row without an interval beside others that have one: what it costs a month is anybody's guess."""
    blank = columns["interval"].blank if "interval" in columns else np.zeros(0, dtype=bool)
    if not blank.any() or blank.all():
        return {}
    return {"interval": [Fault(blank, "blank, while other rows have one", "Fill it in, such as month or year.")]}


def _before(columns: CheckedColumns, late: str, early: str) -> np.ndarray:
    """Where the later day lies before the earlier one, of which there must be one."""
    begin = columns[early].values
    return (columns[late].values < begin) & (begin != NO_DAY)


def _off_scale(columns: CheckedColumns, config: Config) -> dict[str, list[Fault]]:
    survey, scores = columns["survey"].values, columns["score"].values
    faults = []
    for code, name in enumerate(survey.categories):
        answered = (survey.codes == code) & (scores != NO_SCORE)
        declare, of = f"surveys: {name}: scale", f"{name} scores"
        faults.append(_beyond(scores, answered, scale_of(name, config), declare, of=of, tolerated=config.tolerate))
    return {"score": faults}


def _undated(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    """Answers without their day, and invitations without any."""
    blank, answered = columns["responded_at"].blank, columns["score"].values != NO_SCORE
    sent = ~columns["sent_at"].blank if "sent_at" in columns else np.zeros(len(blank), dtype=bool)
    fix = "Fill in the day of the answer, or remove the row."
    asked = "Give the day of the invitation in a column sent_at, or remove the row."
    return {
        "responded_at": [
            Fault(blank & answered, "this cell must not be blank", fix),
            Fault(blank & ~answered & ~sent, "neither an answer nor a day of the invitation", asked),
        ]
    }


def _rating_off_scale(columns: CheckedColumns, config: Config) -> dict[str, list[Fault]]:
    ratings = columns["rating"].values
    given = ratings != NO_SCORE
    scale, declare = scale_of("reviews", config), "reviews: scale"
    return {"rating": [_beyond(ratings, given, scale, declare, of="ratings", tolerated=config.tolerate)]}


def _beyond(
    scores: np.ndarray, answered: np.ndarray, scale: tuple[int, int], declare: str, *, of: str, tolerated: float
) -> Fault:
    """The scores off a scale; if they are many the file is refused as a whole."""
    low, high = scale
    off = answered & ((scores < low) | (scores > high))
    problem = f"outside {low} to {high}"
    if off.sum() > tolerated * answered.sum() and answered.sum() > _MANY:
        problem += f", as are {off.sum():,} of {answered.sum():,} {of}: the scale is declared wrong"
        fix = f"Declare it under {declare}."
        if scores[off].max() < min(low, 0):
            fix += " Where it says that nobody answered, map it to nothing under values: of the table."
        return Fault(off, problem, fix, whole_file=True)
    return Fault(off, problem, f"Fix the row, or declare the scale under {declare}.")


def _closed_before_opened(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    if "closed_at" not in columns:
        return {}
    wrong = _before(columns, "closed_at", "opened_at")
    return {"closed_at": [Fault(wrong, "closed before it was opened", "Correct opened_at or closed_at.")]}


def _ticket_off_scale(columns: CheckedColumns, config: Config) -> dict[str, list[Fault]]:
    fix = "Fix the row, or declare the scale under surveys: csat: scale."
    return _outside(columns, scale_of("csat", config), fix) if "score" in columns else {}


def _answer_off_scale(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    return _outside(columns, ANSWER_SCALE, "Fix the row.")


def _outside(columns: CheckedColumns, scale: tuple[int, int], fix: str) -> dict[str, list[Fault]]:
    scores, (low, high) = columns["score"].values, scale
    off = (scores != NO_SCORE) & ((scores < low) | (scores > high))
    return {"score": [Fault(off, f"outside {low} to {high}", fix)]}


def _unknown_category(columns: CheckedColumns, config: Config) -> dict[str, list[Fault]]:
    costs = config.costs
    known = {*costs.acquisition, *costs.retention, *costs.other}
    category = columns["category"].values
    faults = []
    for code, name in enumerate(category.categories):
        if name.casefold() not in known:
            fix = (
                "List it in csmetrics.yaml under costs: acquisition or costs: retention,"
                f" or under costs: other to leave it out of both.{did_you_mean(name, known)}"
            )
            faults.append(Fault(category.codes == code, "a category in neither list of costs", fix))
    return {"category": faults}


def _currency(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    if "currency" not in columns:
        return {}
    currency = columns["currency"].values
    unknown = np.array([name not in CURRENCIES for name in currency.categories] + [False])
    return {"currency": [Fault(unknown[currency.codes], "an unknown currency", "Use its ISO 4217 code, such as USD.")]}


def _no_number(columns: CheckedColumns, config: Config) -> dict[str, list[Fault]]:
    """Cells of a column that a score reads and that hold no number."""
    found = {}
    for name, signal in config.signal_columns().items():
        if name not in columns or name in TABLES["customers"].columns:
            continue
        column: Coded = columns[name].values
        read = cells_in(list(column.categories), config, ("customers", name))
        found[name] = [
            replace(
                fault,
                mask=np.append(fault.mask, False)[column.codes],
                fix=f"{fault.fix[:-1]}: {signal} reads this column.",
            )
            for fault in read.faults
        ]
    return found


def _repeated_customer(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    codes = columns["customer_id"].values
    repeated = codes >= 0
    if np.bincount(codes + 1)[1:].max(initial=0) > 1:
        repeated[np.unique(codes, return_index=True)[1]] = False  # the first row of each
    else:
        repeated = np.zeros(len(codes), dtype=bool)
    return {
        "customer_id": [Fault(repeated, "an earlier row has this customer already", "Keep one row for each customer.")]
    }


def _no_day_of_end(columns: CheckedColumns, _config: Config) -> dict[str, list[Fault]]:
    """Rows that have ended or are paused and do not say since when: the day of the export is not that day."""
    if "status" not in columns:
        return {}
    status = columns["status"].values
    found = []
    for name, days, problem, fix in (
        ("ended", ("end_date", "canceled_at"), "it has ended, and nothing says when", "Give the day in end_date."),
        ("paused", ("end_date", "paused_from"), "it is paused, and nothing says when", "Give the day in paused_from."),
    ):
        known = [columns[day].values != NO_DAY for day in days if day in columns]
        without = ~np.logical_or.reduce(known) if known else np.ones(len(status), dtype=bool)
        mask = (status.codes == STATUSES.index(name)) & without
        found.append(Fault(mask, problem, fix))
    return {"status": found}


_RULES: dict[str, tuple[Rule, ...]] = {
    "customers": (_repeated_customer, _no_number),
    "subscriptions": (
        _end_before_start,
        _no_day_of_end,
        _blank_interval,
        _event_without_amount,
        _half_a_service_period,
    ),
    "surveys": (_undated, _off_scale),
    "costs": (_unknown_category,),
    "reviews": (_rating_off_scale,),
    "tickets": (_closed_before_opened, _ticket_off_scale),
    "answers": (_answer_off_scale,),
}
