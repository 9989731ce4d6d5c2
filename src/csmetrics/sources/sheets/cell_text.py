"""The cells of a sheet as the text that a careful person would have typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from csmetrics.columns import Column
from csmetrics.config import TableConfig

SheetValue = int | float | str | bool | date | time | timedelta
_SHOWN = 15  # digits that a spreadsheet keeps of a number
_MANY_OR_FEW = 3  # decimals after which 12.125 may be read as thousands
_DAY_0 = date(1899, 12, 30)  # of the numbers that date_format: excel reads
_NUMBERS = ("money", "number")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A cell of which the value is not known: what it shows, what is wrong with it, what to do."""

    shown: str
    problem: str
    fix: str


def error_cell(shown: str) -> SheetFault:
    """A cell in which the spreadsheet itself shows an error."""
    return SheetFault(shown, "the cell holds an error of the spreadsheet", "Repair the formula, or clear the cell.")


def never_counted(formula: str) -> SheetFault:
    """A formula that no program has worked out yet."""
    fix = "Open the file in a spreadsheet program and save it."
    return SheetFault(formula, "the formula has not been worked out", fix)


def plain(cell: SheetValue) -> str:
    """A cell as text, whatever column it stands in.

    >>> [plain(cell) for cell in (50.0, 0.1 + 0.2, 1e-7, True, date(2026, 1, 5), time(13, 30), " x ")]
    ['50', '0.3', '0.0000001', 'TRUE', '2026-01-05', '13:30:00', ' x ']
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        moment = _to_the_second(cell)
        return moment.isoformat(" ") if moment.time() != time() else moment.date().isoformat()
    if isinstance(cell, timedelta):
        return _span(cell)
    return cell.isoformat() if isinstance(cell, date | time) else cell


def _number(value: float) -> str:
    """A number to the digits that a spreadsheet keeps; a longer one shows that it was cut.

    >>> _number(123456789012345), _number(12345678901234567), _number(-0.0)
    ('123456789012345', '1.23456789012346E+16', '0')
    """
    exact = Decimal(f"{value:.{_SHOWN}g}")
    if abs(exact) >= Decimal(10) ** _SHOWN:
        return f"{value:.{_SHOWN - 1}E}"
    return format(exact.normalize() + 0, "f")


def _to_the_second(moment: datetime) -> datetime:
    """A moment without what is left of a fraction of a day."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _span(length: timedelta) -> str:
    """A length of time in hours.

    >>> _span(timedelta(hours=30, minutes=5))
    '30:05:00'
    """
    seconds = round(length.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02}:{rest % 60:02}"


def writer(column: Column | None, settings: TableConfig) -> Callable[[SheetValue], str]:
    """How the cells of a column are written: as its settings say that days and numbers are.

    >>> from csmetrics.config import TableConfig
    >>> day, money = Column("start_date", "date", "A day."), Column("amount", "money", "An amount.")
    >>> writer(day, TableConfig(date_format="%d.%m.%Y"))(date(2026, 1, 5))
    '05.01.2026'
    >>> writer(money, TableConfig(decimal=","))(12.125), writer(money, TableConfig())(12.125)
    ('12,125', '12.1250')
    """
    declared = settings.for_column(column.name if column else "")
    if column and column.type == "date" and declared.date_format:
        form = declared.date_format
        return lambda cell: _day(cell, form) if isinstance(cell, date) else plain(cell)
    if column and column.type in _NUMBERS:
        sign = declared.decimal_sign
        return lambda cell: _amount(cell, sign) if _is_number(cell) else plain(cell)
    return plain


def _day(day: date, form: str) -> str:
    if "%" in form:
        return day.strftime(form)
    if form == "excel":
        return str((date(day.year, day.month, day.day) - _DAY_0).days)
    return plain(day)


def _amount(value: SheetValue, sign: str | None) -> str:
    text = plain(value)
    if sign is None and len(text.partition(".")[2]) == _MANY_OR_FEW:
        text += "0"  # a number is no thousand of another
    return text.replace(".", sign) if sign else text


def _is_number(cell: SheetValue) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
