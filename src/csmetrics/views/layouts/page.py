"""The exports of other systems as a list, and one by one."""

from collections.abc import Iterator, Sequence

from csmetrics.layouts.model import Layout
from csmetrics.layouts.paste import to_paste
from csmetrics.output.page import Block, Cell, Drawing, Page, TableSection, Title, lines, one_table, page_of
from csmetrics.output.sentences import count_of, text_columns

TIERS = {"exact": "by itself", "partial": "by a line"}


def page(layouts: Sequence[Layout], *, cards: bool = False) -> Page:
    """The layouts as a list, or everything about each."""
    return page_of(block for layout in layouts for block in _card(layout)) if cards else _list(layouts)


def _list(layouts: Sequence[Layout]) -> Page:
    rows = tuple(
        (Cell(each.name, code=True), Cell(each.system), Cell(each.table), Cell(TIERS[each.tier], "quiet"))
        for each in layouts
    )
    return (
        Title(count_of(len(layouts), "layout")),
        one_table(text_columns("name", "system", "table", "recognised"), [TableSection("", rows)]),
        lines("By a line: layout: NAME in csmetrics.yaml, which csmetrics init proposes.", tone="quiet"),
        lines("Columns, assumptions and the lines to paste of one: csmetrics layouts NAME", tone="quiet"),
    )


def _card(layout: Layout) -> Iterator[Block]:
    yield Title(f"{layout.title} ({layout.name})")
    how = "A file with this header is read by itself." if layout.tier == "exact" else "It is read where you say so."
    yield lines(f"The table {layout.table}. {how}")
    yield one_table(text_columns("our column", "theirs"), [TableSection("", tuple(_columns(layout)))])
    yield from _sentences("Known by", [", ".join(layout.header.required)])
    yield from _sentences("Where to click", layout.steps)
    yield from _sentences("Taken for granted", layout.assumes)
    yield from _sentences("What it cannot tell", [_ended(each.says) for each in layout.cannot_tell])
    yield Title("The lines for csmetrics.yaml", 2)
    yield Drawing(lambda _width, _colour: to_paste(layout), "yaml")
    yield lines(f"Source: {layout.source}", tone="quiet")


def _columns(layout: Layout) -> Iterator[tuple[Cell, ...]]:
    for ours, theirs in layout.columns.items():
        yield Cell(ours, code=True), Cell(", else ".join(theirs))
    for ours, value in layout.settings.constants.items():
        yield Cell(ours, code=True), Cell(f"always {value}")
    for ours, worked_out in layout.settings.compute.items():
        yield Cell(ours, code=True), Cell(worked_out)
    for question in layout.questions:
        what = f" ({question.survey})" if question.survey else ""
        yield Cell(question.column, code=True), Cell(f"the question like: {question.asks}{what}")


def _sentences(title: str, said: Sequence[str]) -> Iterator[Block]:
    if said:
        yield Title(title, 2)
        yield lines(*said)


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
