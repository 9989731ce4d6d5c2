"""What became of publishing, and the digest of the period, as a page for people."""

from collections.abc import Iterable, Iterator

from csmetrics.errors import kinds
from csmetrics.figures.model import Figure, Remark
from csmetrics.output.figure_names import title_of
from csmetrics.output.page import (
    AnyBlock,
    Block,
    Cell,
    Fitting,
    Line,
    Page,
    Paragraph,
    TableSection,
    Title,
    lines,
    one_table,
    page_of,
)
from csmetrics.output.readable import show, show_change
from csmetrics.output.rich_blocks import Instead
from csmetrics.output.sentences import (
    change_tone,
    count_of,
    listed,
    number_columns,
    period_heading,
    segment_name,
    text_columns,
    tone_of,
)
from csmetrics.published.model import STATUSES, Digest, Outcome, Result
from csmetrics.views.published import seam_sentences
from csmetrics.views.snapshot.restatement import restatement_blocks
from csmetrics.views.wording import change_of

MOST_PROBLEMS = 5
_OF_SUBSCRIPTIONS = ("mrr", "customers")  # without them nobody can be seen to move


def page(outcome: Outcome) -> Page:
    """What people see: the restatements if any were refused or published, then the digest of the last period."""
    last = outcome.results[-1].period
    blocks: list[AnyBlock] = [Title(period_heading(last, outcome.currency)), lines(*_said(outcome))]
    blocks.append(lines(*seam_sentences(outcome.seams)))
    for result in outcome.results:
        if result.restatement:
            blocks += restatement_blocks(result.restatement, published=result.status == "restated")
    if not outcome.refused:
        blocks += _digest(outcome)
    return page_of(blocks)


def beside(outcome: Outcome) -> Iterator[str]:
    """What is said beside the page: that a published period would change, and where periods do not meet."""
    for result in outcome.results:
        if result.status == "refused":
            yield f"{result.period.name} is published and would change. Nothing was written."
    yield from seam_sentences(outcome.seams)


def _said(outcome: Outcome) -> Iterator[str]:
    """What became of the periods, in a sentence each or, where they are many, in one."""
    results = outcome.results
    if len(results) > 1:
        kinds = [(status, sum(result.status == status for result in results)) for status in STATUSES]
        many = ", ".join(f"{count:,} {status}" for status, count in kinds if count)
        yield f"{results[0].period.name} to {results[-1].period.name}: {many}."
    else:
        yield _sentence(results[0])
    if outcome.refused:
        yield "Nothing was written. --restate REASON publishes today's figures as a new version."
    more = dict.fromkeys(name for result in results for name in result.additions)
    if more and not outcome.refused:
        yield f"Not in the published version: {listed(more)}. --restate REASON publishes a new version with it."


def _sentence(result: Result) -> str:
    when, version = result.published_on.isoformat(), f"version {result.version}"
    return {
        "published": f"Published as {version}: {result.reason}" if result.reason else f"Published as {version}.",
        "unchanged": f"Unchanged since it was published on {when} ({version}).",
        "restated": f"Restated as {version}: {result.reason}",
        "refused": f"Published on {when} ({version}). With your files of today, the figures differ.",
    }[result.status]


def _digest(outcome: Outcome) -> Iterator[AnyBlock]:
    digest = outcome.digest
    yield lines(*(remark.text for remark in digest.remarks if not remark.metric))
    if digest.headline:
        yield Instead(lambda: _tiles(outcome), plain=(_headline(digest),))
    if digest.breaches:
        yield Title("Beyond a threshold", 2)
        yield Paragraph(tuple(Line(_breach(remark), "bad") for remark in digest.breaches))
    if digest.movers or any(figure.metric in _OF_SUBSCRIPTIONS for figure in digest.headline):
        yield Title("Largest movements", 2)
        yield _movers(digest) if digest.movers else lines(_still(digest))
    yield from _problems(digest)


def _tiles(outcome: Outcome) -> Iterable[AnyBlock]:
    from csmetrics.views.snapshot.tiles import headline_tiles  # noqa: PLC0415  # only a browser draws them

    return headline_tiles(outcome)


def _breach(remark: Remark) -> str:
    where = f" ({segment_name(remark.segment)})" if remark.segment else ""
    return f"{title_of(remark.metric)}{where}: {remark.text}"


def _headline(digest: Digest) -> Fitting:
    columns = (*text_columns(""), *number_columns("figure", "period before", "change"))
    return one_table(columns, (TableSection("", tuple(map(_figure, digest.headline))),))


def _figure(figure: Figure) -> tuple[Cell, ...]:
    return (
        Cell(figure.title, indent=1),
        Cell(show(figure.value, figure.unit), "strong"),
        Cell(show(figure.previous, figure.unit), "quiet"),
        Cell(change_of(figure), tone_of(figure)),
    )


def _movers(digest: Digest) -> Fitting:
    named = any(mover.name for mover in digest.movers)
    columns = (
        *text_columns("customer", *(["name"] if named else []), "movement"),
        *number_columns("MRR before", "after", "change"),
    )
    rows = tuple(
        (
            Cell(mover.customer_id),
            *([Cell(mover.name)] if named else []),
            Cell(mover.movement.replace("_", " ")),
            Cell(show(mover.before, "money"), "quiet"),
            Cell(show(mover.after, "money")),
            Cell(show_change(mover.change, "money", mover.after or mover.before), change_tone(mover.change, "higher")),
        )
        for mover in digest.movers
    )
    note = f"{count_of(digest.moved, 'customer')} moved in all: csmetrics customers lists them"
    return one_table(columns, (TableSection("", rows),), note if digest.moved > len(digest.movers) else "")


def _still(digest: Digest) -> str:
    if digest.moved:
        return f"{count_of(digest.moved, 'customer')} joined and left within the period; nothing else moved."
    return "Nothing moved: nobody joined, left or changed what they pay."


def _problems(digest: Digest) -> Iterator[Block]:
    new = digest.new_problems
    yield Title("Problems in the files", 2)
    said = [f"{count_of(len(new), 'new problem')}:"] if new else ["No new ones."]
    found = kinds(new)
    said += [line.strip() for kind in found[:MOST_PROBLEMS] for line in kind.lines()]
    if len(found) > MOST_PROBLEMS or not all(kind.short for kind in found):
        said.append("Each row: csmetrics check DATA --all")
    if digest.solved_problems:
        said.append(f"{count_of(digest.solved_problems, 'problem')} of the snapshot before are gone.")
    yield lines(*said)
