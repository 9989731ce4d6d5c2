"""The history of published figures as a page for people."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from csmetrics.output.page import (
    AnyBlock,
    Cell,
    Fitting,
    Page,
    PageColumn,
    PageTable,
    TableSection,
    Title,
    Tone,
    lines,
    one_table,
    page_of,
)
from csmetrics.output.readable import DASH, show
from csmetrics.output.rich_blocks import Beside, Instead
from csmetrics.output.sentences import listed, not_shown, number_columns, periods_heading, segment_name, text_columns
from csmetrics.output.sparkline import sparkline
from csmetrics.periods import Grain
from csmetrics.published.differences import of_money
from csmetrics.published.history import History, HistoryLine
from csmetrics.published.model import Snapshot
from csmetrics.views.published import seam_sentences
from csmetrics.views.trend.table import LONGEST_SPARKLINE

_UNKNOWN = "an unknown currency"


def page(history: History) -> Page:
    """Of some metrics every version of every period; else each metric as a line, and the restatements."""
    blocks: list[AnyBlock] = [Title(f"Published in {history.store}")]
    for grain, found in history.lines.items():
        current = [snapshot for snapshot in history.current if snapshot.period.grain == grain]
        blocks.append(Title(_heading(current), 2))
        blocks.append(lines(_two_currencies(current)))
        blocks.append(Instead(partial(_pictures, history, grain)))
        blocks.append(_lines(found, current))
        if history.metrics:
            versions = [snapshot for snapshot in history.snapshots if snapshot.period.grain == grain]
            blocks.append(_versions(versions, found))
    blocks.append(lines(*seam_sentences(history.seams)))
    if history.restatements and not history.metrics:
        blocks += [Title("Restatements", 2), _restatements(history.restatements)]
    return page_of(blocks)


def _pictures(history: History, grain: Grain) -> list[AnyBlock]:
    from csmetrics.views.history.pictures import of_grain  # noqa: PLC0415  # only a browser draws them

    return [Beside(tuple(drawn))] if (drawn := of_grain(history, grain)) else []


def _heading(current: Sequence[Snapshot]) -> str:
    codes = _currencies(current)
    currency = f", {codes[0]}" if len(codes) == 1 and codes[0] else ""
    return periods_heading([each.period for each in current]) + currency


def _currencies(snapshots: Sequence[Snapshot]) -> list[str | None]:
    """The currencies of the versions that have money, in the order in which they come; None for one that is unknown."""
    return list(dict.fromkeys(snapshot.currency for snapshot in snapshots if any(map(of_money, snapshot.figures))))


def _two_currencies(current: Sequence[Snapshot]) -> str:
    """Which periods are in which currency, where there are several; else nothing."""
    if len(_currencies(current)) <= 1:
        return ""
    money = [snapshot for snapshot in current if any(map(of_money, snapshot.figures))]
    runs = [(code, [each.period.name for each in run]) for code, run in groupby(money, lambda each: each.currency)]
    said = (
        f"{names[0]} to {names[-1]} in {code or _UNKNOWN}" if len(names) > 1 else f"{names[0]} in {code or _UNKNOWN}"
        for code, names in runs
    )
    return f"Money is published of {', of '.join(said)}: the lines of money show {runs[-1][0] or _UNKNOWN} alone."


def _lines(found: Sequence[HistoryLine], current: Sequence[Snapshot]) -> Fitting:
    """A line a metric: its newest value and its course; segments beneath where metrics were asked for."""
    course = [f"last {_length(current)}"] if len(current) > 1 else []  # one value has none
    columns = (*text_columns(""), *number_columns(current[-1].period.name), *text_columns(*course))
    shown = (line for line in found if any(value is not None for value in line.values))
    return one_table(columns, (TableSection("", tuple(_line(line, current) for line in shown if not line.segment)),))


def _length(current: Sequence[Snapshot]) -> int:
    return min(len(current), LONGEST_SPARKLINE)


def _line(line: HistoryLine, current: Sequence[Snapshot]) -> tuple[Cell, ...]:
    values = line.values
    if line.unit == "money":  # of two currencies there is no common course
        alike = (snapshot.currency == _currencies(current)[-1] for snapshot in current)
        values = tuple(value if same else None for value, same in zip(values, alike, strict=True))
    return (
        Cell(line.title, indent=1),
        Cell(show(values[-1], line.unit)),
        *([Cell(sparkline(values[-LONGEST_SPARKLINE:]))] if len(current) > 1 else []),
    )


def _versions(snapshots: Sequence[Snapshot], found: Sequence[HistoryLine]) -> Fitting:
    """A version a row, oldest period first; one that has been replaced is quiet."""
    last = {snapshot.period.name: snapshot.version for snapshot in snapshots}
    several = len(_currencies(snapshots)) > 1
    columns = (
        *text_columns("period"),
        PageColumn("version", number=True),
        *(PageColumn(f"{line.metric}{_segment(line)}", number=True, gives_way=n) for n, line in enumerate(found)),
        *text_columns(*(["currency"] if several else []), "published on", "reason"),
    )

    def row(snapshot: Snapshot) -> tuple[Cell, ...]:
        tone: Tone = "plain" if snapshot.version == last[snapshot.period.name] else "quiet"
        figures = (snapshot.figure(line.metric, line.segment) for line in found)
        return (
            Cell(snapshot.period.name, tone),
            Cell(str(snapshot.version), tone),
            *(Cell(show(figure.value, figure.unit) if figure else "", tone) for figure in figures),
            *([Cell(snapshot.currency or DASH, tone)] if several else []),
            Cell(snapshot.published_on.isoformat(), "quiet"),
            Cell(snapshot.reason, "quiet"),
        )

    table = PageTable(columns, (TableSection("", tuple(map(row, snapshots))),), left_out=not_shown)
    return Fitting((table,), table)


def _segment(line: HistoryLine) -> str:
    return f" {segment_name(line.segment)}" if line.segment else ""


def _restatements(restated: Sequence[Snapshot]) -> Fitting:
    columns = text_columns("period", "version", "published on", "reason", "figures")
    return one_table(columns, (TableSection("", tuple(map(_restated, restated))),))


def _restated(snapshot: Snapshot) -> tuple[Cell, ...]:
    return (
        Cell(snapshot.period.name),
        Cell(str(snapshot.version)),
        Cell(snapshot.published_on.isoformat()),
        Cell(snapshot.reason),
        Cell(listed(dict.fromkeys(_changed(snapshot)), most=4), "quiet"),
    )


def _changed(snapshot: Snapshot) -> Iterator[str]:
    for figure in (snapshot.restatement or {}).get("figures", ()):
        yield figure["metric"]
