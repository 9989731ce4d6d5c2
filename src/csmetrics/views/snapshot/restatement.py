"""What would change in a published period, and why, as blocks of a page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from csmetrics.output.page import Block, Cell, Fitting, PageColumn, PageTable, TableSection, Title, lines, one_table
from csmetrics.output.readable import DASH, show, show_change
from csmetrics.output.sentences import change_tone, count_of, not_shown, number_columns, rule_value, text_columns
from csmetrics.published.model import Cause, Change, RateChange, Restatement, RowChange

MOST_ROWS = 10  # of a cause, for people

_TITLES = {
    "program": "Another version of csmetrics",
    "rates": "Changed rates of exchange",
    "configuration": "Changed rules or configuration",
    "unexplained": "Not explained by any of these",
    "start_date": "Back-dated or changed start dates",
    "end_date": "Back-dated or changed end dates",
    "price": "Changed prices",
    "plan": "Changed plans or products",
    "row_vanished": "Rows vanished",
    "row_left_out": "Rows that cannot be used any more",
    "row_mended": "Rows mended that had been left out",
    "row_appeared": "Rows appeared",
    "row_changed": "Rows changed",
}
_OF_ONE_COLUMN = {
    ("start_date", "trial_end_date"): "Changed ends of trials",
    ("price", "currency"): "Changed currencies",
}
_OF_TABLES = {
    ("surveys", "row_appeared"): "Late survey answers",
    ("surveys", "row_changed"): "Changed survey answers",
    ("surveys", "row_vanished"): "Survey answers vanished",
    ("costs", "row_appeared"): "Late costs",
    ("costs", "row_changed"): "Changed costs",
    ("costs", "row_vanished"): "Costs vanished",
}


def restatement_blocks(found: Restatement, *, published: bool) -> Iterator[Block]:
    """The figures with the part of each cause, then the causes with their rows."""
    yield Title(f"{found.period.name}: what {'changed' if published else 'would change'}, and why", 2)
    yield from _figures(found)
    for number, cause in enumerate(found.causes, 1):
        yield from cause_blocks(number, cause)


def title_of(cause: Cause) -> str:
    """A cause in words; where all its rows differ in one column, in the words of that."""
    columns = {column for row in cause.rows for column in row.columns} if cause.count == len(cause.rows) else set()
    if len(columns) == 1 and (found := _OF_ONE_COLUMN.get((cause.name, columns.pop()))):
        return found
    return _OF_TABLES.get((cause.table, cause.name), _TITLES[cause.name])


def _figures(found: Restatement) -> Iterator[Block]:
    """A figure a row, a numbered column a cause; the last causes give way where room is scarce."""
    numbered = range(1, len(found.causes) + 1) if len(found.causes) > 1 else ()
    causes = (PageColumn(f"({number})", number=True, gives_way=number) for number in numbered)
    columns = (*text_columns(""), *number_columns("was", "is now", "change"), *causes)
    whole = [change for change in found.changes if not change.was.segment]
    rows = tuple(_figure(change, found, causes=bool(numbered)) for change in whole)
    table = PageTable(columns, (TableSection("", rows),), left_out=not_shown)
    yield Fitting((table,), table)
    divided = len(found.changes) - len(whole)
    yield lines(f"{count_of(divided, 'figure')} of segments: --format json lists them" if divided else "", tone="quiet")


def _figure(change: Change, found: Restatement, *, causes: bool) -> tuple[Cell, ...]:
    was, now = change.was, change.now
    was_currency, currency = _currencies(change, found)
    parts = (Cell(part_of(change, part), "quiet") for part in change.parts) if causes else ()
    return (
        Cell(was.title, indent=1),
        Cell(show(was.value, was.unit) + was_currency),
        Cell(show(now.value, was.unit) + currency),
        Cell(part_of(change, change.difference), change_tone(change.difference, was.better)),
        *parts,
    )


def _currencies(change: Change, found: Restatement) -> tuple[str, str]:
    """What stands after money in two currencies."""
    codes = (found.was_currency, found.currency)
    if change.was.unit != "money" or None in codes or codes[0] == codes[1]:
        return "", ""
    return f" {codes[0]}", f" {codes[1]}"


def part_of(change: Change, part: float | None) -> str:
    """What a cause did to a figure; nothing where it did nothing."""
    if part is None or part == 0:
        return ""
    return show_change(part, change.was.unit, change.now.value or change.was.value or part)


def cause_blocks(number: int, cause: Cause) -> Iterator[Block]:
    """A cause with its first rows, or rates."""
    where = f" in {cause.file}" if cause.file else ""
    many = f": {count_of(cause.count, 'rate' if cause.rates else 'row')}" if cause.count else ""
    whose = f" of {count_of(cause.customers, 'customer')}" if cause.customers else ""
    yield Title(f"({number}) {title_of(cause)}{where}{many}{whose}", 3)
    yield lines(*(_setting(name, was, now) for name, (was, now) in cause.settings.items()), cause.note)
    shown = cause.rows[:MOST_ROWS]
    if shown:
        mrr = any(row.mrr for row in shown)
        columns = (*text_columns("customer", "row", "what"), *number_columns(*(["MRR at the close"] if mrr else [])))
        yield one_table(columns, (TableSection("", tuple(_row(row, mrr=mrr) for row in shown)),))
    if cause.rates:
        yield from _rates(cause)
    elif cause.count > len(shown):
        yield lines(f"and {count_of(cause.count - len(shown), 'row')} more: --format json lists them", tone="quiet")


def _rates(cause: Cause) -> Iterator[Block]:
    """A rate a row, with the day on which it counts, and that which it is of where that is another."""
    shown = cause.rates[:MOST_ROWS]
    columns = (*text_columns("day", "rate"), *number_columns("was", "is now"))
    yield one_table(columns, (TableSection("", tuple(map(_rate, shown))),))
    if cause.count > len(shown):
        yield lines(f"and {count_of(cause.count - len(shown), 'rate')} more: --format json lists them", tone="quiet")


def _rate(rate: RateChange) -> tuple[Cell, ...]:
    per_unit = rate.quoted == "per_unit"
    return (
        Cell(rate.day.isoformat()),
        Cell(f"{rate.base} for 1 {rate.currency}" if per_unit else f"{rate.currency} for 1 {rate.base}"),
        Cell(_as_written(rate.was, rate.was_of, rate.day)),
        Cell(_as_written(rate.now, rate.now_of, rate.day)),
    )


def _as_written(text: str | None, of: date | None, day: date) -> str:
    return DASH if text is None else text if of in (None, day) else f"{text} of {of}"


def _setting(name: str, was: Any, now: Any) -> str:
    """A key of the configuration with both values."""
    if was is None:
        return f"{name} is now {rule_value(now)}"
    if now is None:
        return f"{name} was {rule_value(was)} and is not set now"
    return f"{name}: {rule_value(was)} is now {rule_value(now)}"


def _row(row: RowChange, *, mrr: bool) -> tuple[Cell, ...]:
    effect = "" if not row.mrr else show_change(row.mrr, "money", row.mrr)
    return (
        Cell(row.customer_id or ""),
        Cell(_place(row), "quiet"),
        Cell(what_changed(row)),
        *([Cell(effect)] if mrr else []),
    )


def _place(row: RowChange) -> str:
    """Where the row stands, and where it stood if that was elsewhere."""
    was, now = f"{row.was_file} {row.was_row}".lstrip(), f"{row.file} {row.row}".lstrip()
    if row.row is None:
        return f"was {was}"
    return now if row.was_row is None or was == now else f"{now}, was {was}"


def what_changed(row: RowChange) -> str:
    """The cells of a row that are not as they were; of a row that came or went, what it says."""
    if row.row is None or row.was_row is None:
        return ", ".join(f"{name} {was or now}" for name, (was, now) in row.columns.items())
    cells = ", ".join(f"{name} {was or 'blank'} is now {now or 'blank'}" for name, (was, now) in row.columns.items())
    return f"{cells} ({row.problem})" if cells and row.problem else cells or row.problem
