"""The sheet Customers: who pays or paid, what happened, and sums that are the tallies."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from csmetrics.output.sheets import writer as books
from csmetrics.output.sheets.styles import BAD, CHANGES, GOOD
from csmetrics.output.sheets.writer import Tab, absolute
from csmetrics.views.mrr_bridge import MOVES
from csmetrics.views.workbook.checks import FormulaCheck
from csmetrics.views.workbook.layout import HEAD
from csmetrics.views.workbook.model import MovedCustomer, Workbook
from csmetrics.views.workbook.sheet_top import write_header, write_heading

_ID, _NAME, _MOVEMENT, _BEFORE, _AFTER, _CHANGE, _EXCHANGE = range(7)
_SPARE = 16  # rows kept for the heading and for what is said of customers beyond the last
_SUMMED = {each.word: each.sign for each in MOVES if each.always}
MORE = "(more)"


def write_customers(tab: Tab, month: Workbook) -> tuple[FormulaCheck, ...]:
    """One row a customer under a row of sums; and what is to be checked of these."""
    if month.customers is None:
        write_heading(tab, month, "Customers")
        tab.line("There is no subscriptions file, so there is nobody to list.")
        return ()
    kept, more = _within(month.customers)
    said = f"{len(month.customers):,} customers: who pays, and who paid at the opening or in between."
    if more:
        said += f" A sheet does not hold them all: {len(month.customers) - len(kept):,} are summed up in the last rows."
    write_heading(tab, month, "Customers", said)
    header = ["customer", "name", "movement", "MRR at the opening", "MRR at the close", "change"]
    write_header(tab, *header, *(["exchange"] if month.exchanged else []), numbers_from=_BEFORE)
    rows = [*kept, *more]
    first, last = HEAD + 2, HEAD + 1 + max(len(rows), 1)
    columns = (_BEFORE, _AFTER, _CHANGE, *([_EXCHANGE] if month.exchanged else []))
    _sums(tab, rows, columns, (first, last))
    for line in rows:
        _customer(tab, line, columns)
    tab.sheet.freeze_panes(HEAD + 2, 2)
    tab.sheet.autofilter(HEAD, 0, last, columns[-1])
    tab.sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:B{last + 1}"})
    for sign, colour in ((">", GOOD), ("<", BAD)):
        rule = {
            "type": "cell",
            "criteria": sign,
            "value": 0,
            "format": tab.book.workbook.add_format({"font_color": colour}),
        }
        tab.sheet.conditional_format(first, _CHANGE, last, _CHANGE, rule)
    tab.widths(24, 34, 16, 16, 16, 14, 14)
    tab.printed(HEAD)
    return tuple(_checks(month, rows, (first, last)))


def _within(customers: Sequence[MovedCustomer]) -> tuple[Sequence[MovedCustomer], list[MovedCustomer]]:
    """Those that a sheet holds, and the others summed up by movement, so that nothing is missing from the sums."""
    room = books.MOST_ROWS - _SPARE
    if len(customers) <= room:
        return customers, []
    beyond = sorted(customers[room:], key=lambda line: line.movement)
    return customers[:room], [_summed(name, list(lines)) for name, lines in groupby(beyond, lambda line: line.movement)]


def _summed(movement: str, lines: Sequence[MovedCustomer]) -> MovedCustomer:
    total = [_total(lines, name) for name in ("before", "after", "change", "exchange")]
    return MovedCustomer(f"{len(lines):,} more customers", MORE, movement, *total)


def _total(lines: Iterable[MovedCustomer], name: str) -> float:
    return float(sum(getattr(line, name) for line in lines))


def _sums(tab: Tab, rows: Sequence[MovedCustomer], columns: Sequence[int], span: tuple[int, int]) -> None:
    tab.write(_ID, "All", "strong")
    for column, name in zip(columns, ("before", "after", "change", "exchange"), strict=False):
        form = CHANGES["money"] if column >= _CHANGE else "money"
        tab.formula(column, f"=SUM({_area(column, span)})", _total(rows, name), "strong", form)
    tab.next()


def _customer(tab: Tab, line: MovedCustomer, columns: Sequence[int]) -> None:
    tab.write(_ID, line.customer_id)
    tab.write(_NAME, line.name)
    tab.write(_MOVEMENT, line.movement.replace("_", " "))
    for column, value in zip(columns, (line.before, line.after, line.change, line.exchange), strict=False):
        tab.write(column, value + 0.0, form=CHANGES["money"] if column >= _CHANGE else "money")
    tab.next()


def _area(column: int, span: tuple[int, int]) -> str:
    return f"{absolute(span[0], column)}:{absolute(span[1], column)}"


def _checks(month: Workbook, rows: Sequence[MovedCustomer], span: tuple[int, int]) -> Iterator[FormulaCheck]:
    """The columns add up to the tallies, all in all and movement by movement."""
    known = {row.name: row.value for row in month.tallies}
    told = {movement for movement in _SUMMED if f"mrr_{movement}" in known}
    for column, name, tally in ((_BEFORE, "before", "mrr_start"), (_AFTER, "after", "mrr_end")):
        if tally in known and told >= set(_SUMMED):  # who moved in a way that no file tells is not listed
            formula = f"=SUM(Customers!{_area(column, span)})"
            yield FormulaCheck(
                f"Customers: sum of {tally}", formula, _total(rows, name), f"={tally}", known[tally], "money"
            )
    for movement, sign in _SUMMED.items():
        if (tally := f"mrr_{movement}") in known:
            where = f'Customers!{_area(_MOVEMENT, span)},"{movement}",Customers!{_area(_CHANGE, span)}'
            total = sign * _total((line for line in rows if line.movement == movement), "change") + 0.0
            formula = f"={'-' if sign < 0 else ''}SUMIF({where})"
            yield FormulaCheck(f"Customers: sum of {tally}", formula, total, f"={tally}", known[tally], "money")
    for movement in ("new", "returned", "churned"):
        if (
            (tally := f"customers_{movement}") in known
            and movement in told
            and not any(line.name == MORE for line in rows)
        ):
            formula = f'=COUNTIF(Customers!{_area(_MOVEMENT, span)},"{movement}")'
            total = float(sum(line.movement == movement for line in rows))
            yield FormulaCheck(f"Customers: number of {tally}", formula, total, f"={tally}", known[tally], "count")
