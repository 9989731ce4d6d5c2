"""One customer's scores as bars, for a browser: what each signal adds, and what it costs."""

from csmetrics.output.charts.model import BarChart, BarRow, Judged
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show, show_lost
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import number_columns, period_short, text_columns
from csmetrics.views.customer_health.model import CustomerScores, Scorecard, SignalLine

FULL = 100.0
NOTHING = 1e-6  # points: what is lost by rounding alone


def pictures(found: CustomerScores) -> list[Picture]:
    """A picture for each score that there is."""
    return [_card(found, card) for card in found.scorecards if card.score is not None]


def _card(found: CustomerScores, card: Scorecard) -> Picture:
    known = [line for line in card.lines if line.contribution is not None]
    costs = {line.signal: _cost(line, known) for line in known} if _lacks(card) else {}
    rows = tuple(_row(card, line, costs) for line in known)
    score = show(card.score, "points")
    title = card.which.capitalize()
    best = "; on the left what it lacks of its best" if costs else ""
    caption = f"Points that each signal adds to the score{best}. Close of {period_short(found.period)}."
    label = f"{title} score {score}: {', '.join(f'{row.name} adds {row.text}' for row in rows)}"
    chart = BarChart(label, "points", rows, ("Lacks", "Adds") if costs else ("", ""))
    return Picture(chart, _finding(f"{title} {score}", rows, costs), caption, _numbers(rows, costs))


def _lacks(card: Scorecard) -> bool:
    """Whether there is a best that can be missed: of health, where points are a mean."""
    return card.which == "health" and card.method == "mean"


def _cost(line: SignalLine, known: list[SignalLine]) -> float:
    """What its points fall short of 100, times its share of the weight that is known."""
    return FULL * line.weight / sum(each.weight for each in known) - (line.contribution or 0.0)


def _row(card: Scorecard, line: SignalLine, costs: dict[str, float]) -> BarRow:
    adds, lost = line.contribution or 0.0, costs.get(line.signal)
    judged: Judged = "good" if card.which == "health" else "bad"
    text = show(adds, "points")
    if lost is None:
        return BarRow(line.signal, adds, text, judged=judged)
    return BarRow(line.signal, adds, text, lost if lost > NOTHING else 0.0, _lost(lost), judged=judged)


def _lost(points: float) -> str:
    return show_lost(points) if points > NOTHING else show(0.0, "points")


def _finding(score: str, rows: tuple[BarRow, ...], costs: dict[str, float]) -> str:
    """What costs most; of distress what adds most."""
    if costs:
        dearest = max(rows, key=lambda row: row.against or 0.0)
        said = f"{dearest.name} costs most, {dearest.against_text}" if dearest.against else "nothing costs it points"
        return f"{score}: {said}"
    most = max(rows, key=lambda row: row.value, default=None)
    return f"{score}: {most.name} adds most, {most.text}" if most and most.value > 0 else f"{score}: nothing adds to it"


def _numbers(rows: tuple[BarRow, ...], costs: dict[str, float]) -> PageTable:
    cells = tuple(
        (Cell(row.name, code=True), Cell(row.text), *([Cell(row.against_text)] if costs else [])) for row in rows
    )
    return PageTable(
        (*text_columns("signal"), *number_columns("adds", *(["lacks"] if costs else []))), (TableSection("", cells),)
    )
