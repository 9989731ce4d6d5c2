"""Retention: NRR and GRR, churn, and what became of those who first paid in each quarter."""

from collections.abc import Iterator, Sequence

from csmetrics.config.sections import Bounds
from csmetrics.figures.cohorts import Cohorts
from csmetrics.output.page import AnyBlock, Cell, Fitting, Line, PageColumn, PageTable, TableSection, Title, lines
from csmetrics.output.readable import DASH, is_zero, show, show_percent, show_whole_percent
from csmetrics.output.rich_blocks import Beside, PagePart
from csmetrics.output.sentences import count_of, no_room, number_columns, period_short, runs, text_columns
from csmetrics.views.board.charts import column_picture, known, line_picture, makes_a_line, share_where
from csmetrics.views.board.model import Board
from csmetrics.views.movement import after
from csmetrics.views.verdicts import bounds_in, keeps, limits_of
from csmetrics.views.wording import in_words, noun_of, short_title, spelled, value_of

_AGES = {"month": 1, "quarter": 3, "year": 12}  # months
_AFTER = {36: "three years", 24: "two years", 12: "a year", 6: "half a year", 3: "a quarter"}
FEWEST = 10  # customers of cohorts that are old enough, to say it of ten


def part(board: Board) -> PagePart | None:
    """Who stayed and how much of what they paid; nothing without subscriptions."""
    blocks = tuple(_blocks(board))
    return PagePart("Retention", "retention", blocks, tuple(_standfirst(board))) if blocks else None


def _standfirst(board: Board) -> Iterator[Line]:
    gross, net = board.figure("gross_revenue_retention"), board.figure("net_revenue_retention")
    if gross and net and gross.value is not None and net.value is not None:
        yield Line(f"Before growth {value_of(gross)} of MRR was kept, with growth {value_of(net)}.")
    churn = board.figure("customer_churn_rate")
    if churn and churn.value is not None:
        yield Line(f"Churn was {value_of(churn)}{_beyond(board)}.")


def _beyond(board: Board) -> str:
    """In how many periods of the line churn was above its threshold."""
    line, bounds = board.line("customer_churn_rate"), board.thresholds.get("customer_churn_rate")
    if line is None or not isinstance(bounds, Bounds) or bounds.max is None:
        return ""
    (most,) = (bound for bound in bounds_in(bounds) if not bound.least and not bound.of_change)
    beyond, of = share_where(line, lambda value: not keeps(value, most), len(line.figures))
    said = f"in {show(beyond, 'count') if beyond else 'none'} of {count_of(of, noun_of(board.period))}"
    return f"; it was above its threshold of {show_percent(most.value)} {said}"


def _blocks(board: Board) -> Iterator[AnyBlock]:
    pair = [*_revenue(board), *_churn(board)]
    if pair:
        yield Beside(tuple(pair))
    if board.cohorts and len(board.cohorts.average) > 1:
        yield from _cohorts(board.cohorts)
    elif pair and "retention" in board.lacking:
        yield lines(f"No cohorts. {board.lacking['retention']}", tone="quiet")


def _revenue(board: Board) -> Iterator[AnyBlock]:
    names = [name for name in ("net_revenue_retention", "gross_revenue_retention") if makes_a_line(board.line(name))]
    if names:
        title = ", ".join(rate_title(board, name) for name in names)
        yield line_picture(board, names, title, f"Revenue retention, a {noun_of(board.period)}")


def _churn(board: Board) -> Iterator[AnyBlock]:
    figure = board.figure("customer_churn_rate")
    if figure and makes_a_line(board.line("customer_churn_rate")):
        limits = limits_of(board.thresholds.get("customer_churn_rate"), figure.unit)
        hatched = f". Hatched: {limits[0].breached} the threshold" if limits else ""
        caption = f"Customer churn rate, a {noun_of(board.period)}{hatched}"
        title = after(figure, board.period) if figure.value is not None else rate_title(board, figure.metric)
        yield column_picture(board, "customer_churn_rate", title, caption)


def rate_title(board: Board, metric: str) -> str:
    """A rate; where the period has none, the newest one and when that was."""
    last, newest = known(board.line(metric))[-1]
    when = "" if last == len(board.trend.periods) - 1 else f" in {in_words(board.trend.periods[last])}"
    return f"{short_title(newest)} {value_of(newest)}{when}"


def _cohorts(found: Cohorts) -> Iterator[AnyBlock]:
    """A cohort a row, an age a column, all of them beneath."""
    grain = noun_of(found.period)
    yield Title(cohorts_title(found), 3)
    yield lines(
        f"Share paying, or paying again, %, by {grain}s since the {grain} of the first payment.{_coarse(found)}",
        tone="quiet",
    )
    ages = len(found.average)
    columns = (
        *text_columns("first paid"),
        *number_columns("customers"),
        *(PageColumn(str(age), number=True, gives_way=ages - age) for age in range(ages)),
    )
    rows = [
        (Cell(period_short(cohort.period)), Cell(show(cohort.size, "count")), *_cells(cohort.shares, ages))
        for cohort in found.cohorts
    ]
    size = sum(cohort.size for cohort in found.cohorts)
    whole = (Cell("all", "strong"), Cell(show(size, "count"), "strong"), *_cells(found.average, ages, heat=False))
    table = PageTable(columns, (TableSection("", (*rows, whole)),), left_out=_left_out)
    yield Fitting((table,), table)
    yield lines(*found.notes, tone="quiet")


def _cells(shares: Sequence[float | None], ages: int, *, heat: bool = True) -> Iterator[Cell]:
    """Squared heat, because cohorts differ most where much is left."""
    for share in shares:
        warm = min(share, 1.0) ** 2 if heat and share is not None else None
        yield Cell(DASH if share is None else show_whole_percent(share), "plain" if heat else "strong", heat=warm)
    yield from [Cell("")] * (ages - len(shares))


def cohorts_title(found: Cohorts) -> str:
    """How many of ten still pay, after the longest time that enough customers have reached."""
    months = _AGES.get(found.period.grain, 1)
    for span, words in _AFTER.items():
        age, rest = divmod(span, months)
        if rest or age >= len(found.average) or (share := found.average[age]) is None:
            continue
        if sum(cohort.size for cohort in found.cohorts if len(cohort.values) > age) >= FEWEST:
            than = "" if share < 1 else " as at first" if is_zero(share - 1) else " than at first"
            return f"{_of_ten(share)} after {words}{than}"
    return "Customers by their first payment"


def _of_ten(share: float) -> str:
    """A share as people out of ten; none only where it is so. Who left and came back counts, so as many may be others.

    >>> _of_ten(0.69), _of_ten(0.1), _of_ten(0.0), _of_ten(1.0), _of_ten(0.97), _of_ten(0.01)
    ('Of ten customers, seven still pay', 'Of ten customers, one still pays', 'Nobody still pays', \
'As many customers pay', 'Of a hundred customers, 97 still pay', 'Of a hundred customers, 1 still pays')
    """
    if share <= 0 or share >= 1:
        return "Nobody still pays" if share <= 0 else f"{'As many' if is_zero(share - 1) else 'More'} customers pay"
    tenths = round(10 * share)
    if tenths in (0, 10):
        percent = show_whole_percent(share)
        return f"Of a hundred customers, {percent} still pay{'s' if percent == '1' else ''}"
    return f"Of ten customers, {spelled(tenths)} still pay{'s' if tenths == 1 else ''}"


def _coarse(found: Cohorts) -> str:
    """How much one customer moves a share of the smallest cohort, where that is a lot."""
    smallest = min((cohort.size for cohort in found.cohorts if cohort.size), default=FEWEST)
    if smallest >= FEWEST:
        return ""
    one = f"one of them is {show_whole_percent(1 / smallest)} %"
    return f" The smallest cohort has {count_of(int(smallest), 'customer')}: {one}."


def _left_out(columns: tuple[PageColumn, ...]) -> str:
    return no_room(runs(sorted(int(column.title) for column in columns)), "")
