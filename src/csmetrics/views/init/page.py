"""What was understood of a folder, as a page for people."""

from collections.abc import Iterator

from csmetrics.metrics.catalogue import METRICS
from csmetrics.output.page import Block, Cell, Line, Page, Paragraph, TableSection, Title, lines, one_table, page_of
from csmetrics.output.readable import show
from csmetrics.output.sentences import count_of, number_columns, text_columns
from csmetrics.views.init.model import FileSeen, Init, Question


def page(made: Init) -> Page:
    """The files, what is left to decide, and the first figures or the way to them."""
    blocks: list[Block] = [Title(f"{count_of(len(made.files), 'file')} in {made.folder}")]
    blocks.append(Paragraph(tuple(line for each in made.files for line in _file(each))))
    for number, question in enumerate((each for each in made.questions if each.stops), 1):
        blocks += [Title("To decide", 2)] if number == 1 else []
        blocks.append(Paragraph(tuple(_question(number, question))))
    if looks := [each for each in made.questions if not each.stops]:
        blocks += [Title("Worth a look", 2), *(Paragraph(tuple(_question(0, each))) for each in looks)]
    blocks += _figures(made)
    blocks.append(lines(*_next(made)))
    return page_of(blocks)


def _file(file: FileSeen) -> Iterator[Line]:
    what = file.title or (f"{file.table}, read as it is" if file.table and not file.settings else file.table)
    if file.problem:
        yield Line(f"{file.file}: cannot be read. {file.problem}", "bad")
        return
    if what is None:
        yield Line(f"{file.file}: not known, {count_of(file.rows, 'row')}. Its columns:")
        yield from (
            Line(f"{each.name}: {_shown(each.kind, each.examples, each.may_be)}", indent=1) for each in file.columns
        )
        return
    yield Line(f"{file.file}: {what}, {count_of(file.rows, 'row')}{f': {file.seen}' if file.seen else ''}")
    yield from (Line(text, "quiet", 1) for text in file.assumed)
    yield from (Line(f"It cannot tell: {text}", "quiet", 1) for text in file.cannot_tell)


def _shown(kind: str, examples: tuple[str, ...], may_be: tuple[str, ...]) -> str:
    parts = [
        kind,
        f"such as {', '.join(examples)}" if examples else "",
        f"maybe {' or '.join(may_be)}" if may_be else "",
    ]
    return "; ".join(part for part in parts if part)


def _question(number: int, question: Question) -> Iterator[Line]:
    mark = f"{number}. " if number else ""
    where = f" ({question.file})" if question.file else ""
    yield Line(f"{mark}{question.asks}{where}")
    for choice in question.choices:
        *first, last = choice.lines.split("\n")
        yield from (Line(line, indent=2) for line in first)
        yield Line(f"{last}{f'  # {choice.said}' if choice.said else ''}", indent=2)


def _figures(made: Init) -> list[Block]:
    if not made.figures:
        return []
    rows = tuple((Cell(METRICS[each.metric].title), Cell(show(each.value, each.unit))) for each in made.figures)
    return [
        Title(f"First figures, {made.period}", 2),
        one_table(text_columns("") + number_columns(""), [TableSection("", rows)]),
    ]


def _next(made: Init) -> Iterator[str]:
    """What to do now."""
    if any(each.stops for each in made.questions):
        file = made.written or "csmetrics.yaml"
        yield f"Settle this in {file}: take the # off the lines that are right. Then: csmetrics report {made.folder}"
    elif made.stopped:
        yield "No figures yet:"
        yield from made.stopped
    else:
        yield f"All figures: csmetrics report {made.folder}"
    if made.written:
        yield f"Written: {made.written}"
