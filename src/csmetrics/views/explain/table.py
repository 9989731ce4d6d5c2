"""The lines behind each tally of an explanation, as tables."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from csmetrics.output.page import Block, Cell, Fitting, PageColumn, PageTable, TableSection, Title, lines
from csmetrics.output.readable import DASH, show
from csmetrics.output.sentences import first_of, not_shown, number_columns, segment_name, shortened, text_columns
from csmetrics.views.explain.lines import OwnMoney, TallyLine
from csmetrics.views.explain.model import TallyLines

CellRow = tuple[Cell, ...]


def tally_blocks(tally: TallyLines, by: Sequence[str]) -> list[Block]:
    """A tally, what it counts, and the lines that add up to it."""
    blocks: list[Block] = [
        Title(f"{tally.tally}: {show(tally.value, tally.unit)}", level=2),
        lines(tally.meaning, tone="quiet"),
    ]
    if tally.lines:
        blocks += [_lines_table(tally, by), lines(first_of(len(tally.lines), tally.count), tone="quiet")]
    return blocks


def _lines_table(tally: TallyLines, by: Sequence[str]) -> Fitting:
    """Who contributes how much, and where it stands; what own money makes is said where there is room."""
    narrow = table_of(tally, by, worth=False)
    return Fitting((table_of(tally, by, worth=True), narrow) if _own_titles(tally) else (narrow,), narrow)


def table_of(tally: TallyLines, by: Sequence[str], *, worth: bool) -> PageTable:
    """Who contributes how much, and in which rows; columns that say nothing are left out."""
    has_id = any(line.customer_id is not None for line in tally.lines)
    has_label = any(line.label for line in tally.lines)
    has_segment = any(line.segment for line in tally.lines)
    has_mrr = any(line.mrr is not None for line in tally.lines)
    own = _own_titles(tally)

    def rows(line: TallyLine) -> Iterator[CellRow]:
        said: CellRow = (
            *([Cell(line.customer_id or DASH)] if has_id else []),
            *([Cell(line.label)] if has_label else []),
            *([Cell(segment_name(line.segment))] if has_segment else []),
            Cell(show(line.amount, tally.unit)),
            *([Cell(show(line.mrr, "money"))] if has_mrr else []),
        )
        where = (Cell(line.file, "quiet"), Cell(shortened(line.rows, files=line.files), "quiet"))
        first, *more = [_own_cells(each, worth=worth) for each in line.own] or [(Cell(""),) * len(own)]
        yield (*said, *first, *where)
        for each in more:
            yield (*[Cell("")] * len(said), *each, *[Cell("")] * len(where))

    columns = (
        *text_columns(*(["customer"] if has_id else []), *(["name"] if has_label else [])),
        *text_columns(*([" / ".join(by)] if has_segment else [])),
        *number_columns("amount", *(["MRR"] if has_mrr else [])),
        *text_columns(*own[:1]),
        *number_columns(*own[1:]),
        PageColumn("file", gives_way=int(bool(own))),
        PageColumn("rows"),
    )
    shown = TableSection("", tuple(row for line in tally.lines for row in rows(line)))
    return PageTable(columns, (shown,), left_out=not_shown if own else None)


def _own_titles(tally: TallyLines) -> tuple[str, ...]:
    """The columns of what is paid in currencies of the contributors' own; none where it is all of the figures."""
    owned = next((line.own[0] for line in tally.lines if line.own), None)
    if owned is None:
        return ()
    return ("own", "opening", "close") if owned.amount is None else ("own money", "own amount")


def _own_cells(own: OwnMoney, *, worth: bool) -> CellRow:
    """What is paid in one currency, the rate of that, and what it makes."""
    shares = (
        (own.opening, own.opening_rate, own.opening_worth),
        (own.close, own.close_rate, own.close_worth),
        (own.amount, own.rate, own.worth),
    )
    return (
        Cell(own.currency),
        *(Cell(_at(amount, rate, made if worth else None)) for amount, rate, made in shares if amount is not None),
    )


def _at(amount: float, rate: Fraction | None, worth: float | None) -> str:
    """An amount, the rate at which it counts unless that is one, and what they make."""
    said = show(amount, "money")
    if not amount or rate == 1:
        return said
    at = "at several rates" if rate is None else f"at {float(rate):.6g}"
    return f"{said} {at}" + ("" if worth is None else f" = {show(worth, 'money')}")
