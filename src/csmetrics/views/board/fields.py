"""The monthly page, as declared fields: what each part's own command says, beside what the page says in short."""

from collections.abc import Iterator
from typing import Any

from csmetrics.figures.model import Figure
from csmetrics.output.fields import (
    DAY,
    ORDINAL,
    TEXT,
    TRUTH,
    Field,
    FieldKind,
    Lines,
    choice,
    document,
    many,
    mapping,
    optional,
    record,
)
from csmetrics.periods import Period
from csmetrics.published.restatement_values import restatement_values
from csmetrics.views.backtest.fields import DOCUMENT as BACKTEST
from csmetrics.views.board.model import Board
from csmetrics.views.board.page_sections import SECTIONS
from csmetrics.views.board.short import sentences
from csmetrics.views.board.tiles import headline, tile
from csmetrics.views.cohorts.fields import DOCUMENT as COHORTS
from csmetrics.views.csv_columns import figure_columns
from csmetrics.views.feedback.fields import DOCUMENT as FEEDBACK
from csmetrics.views.health.fields import DOCUMENT as HEALTH
from csmetrics.views.published import RESTATEMENT
from csmetrics.views.records import (
    BY,
    CHOSEN,
    CURRENCY,
    FIGURE,
    PERIOD,
    PROBLEMS,
    RATES,
    READ_AS,
    REMARK,
    RULES,
    SOURCES,
)
from csmetrics.views.report.fields import LEFT_OUT
from csmetrics.views.trend.fields import LINE

SENTENCE = record(
    "A sentence of what the page says in short.",
    Field("about", choice("revenue", "retention", "satisfaction", "risk", "figures"), "The section that it sums up."),
    Field("lead", TEXT, "Its beginning, in bold."),
    Field("text", TEXT, "The rest."),
)
TILE = record(
    "A headline figure as it is printed.",
    Field("metric", TEXT, "Its name, as --metric takes it.", lambda pair: pair[0].metric),
    Field("value", TEXT, "The value.", lambda pair: pair[1].value),
    Field("change", TEXT, "The change, with a triangle.", lambda pair: pair[1].change),
    Field("since", TEXT, "What it is measured from, and its worth.", lambda pair: pair[1].since),
    Field("basis", TEXT, "What the figure rests on.", lambda pair: pair[1].basis),
    Field(
        "threshold",
        optional(
            record(
                "What became of its threshold.",
                Field("holds", TRUTH, "Whether it is kept."),
                Field("certain", TRUTH, "Whether that is sure: false where the interval lies on both sides."),
                Field("word", TEXT, "In a word."),
                Field("text", TEXT, "What is asked for."),
            )
        ),
        "What became of its threshold; null where it has none.",
        lambda pair: pair[1].verdict,
    ),
)


def _named(kind: FieldKind, *without: str) -> FieldKind:
    """What another command says, without what this page says itself."""
    gone = {"schema", "chosen", "problems", "sources", "rates", *without}
    return record(kind.schema["description"], *(each for each in kind.fields if each.name not in gone))


PUBLISHED = record(
    "The version of the period that stands.",
    Field("version", ORDINAL, "Its number."),
    Field("published_on", DAY, "When it was published."),
    Field("reason", TEXT, "Why, where it is a restatement."),
)
DOCUMENT = document(
    "board",
    1,
    "The monthly page for a board: csmetrics board --format json.",
    Field("title", TEXT, "The title."),
    Field("period", PERIOD),
    Field("chosen", CHOSEN.kind, CHOSEN.meaning, lambda board: board.report.chosen or None),
    Field("previous_period", PERIOD),
    Field("by", BY.kind, BY.meaning, lambda board: board.segments.by if board.segments else ()),
    CURRENCY,
    Field("rules", RULES.kind, RULES.meaning, "report.rules"),
    Field("sections", many(choice(*SECTIONS)), "The sections asked for."),
    Field("in_short", many(SENTENCE), "What the page says in short.", sentences),
    Field(
        "headline",
        many(TILE),
        "The headline figures, as they are printed.",
        lambda board: [(figure, tile(board, figure)) for figure in headline(board)],
    ),
    Field("metrics", many(FIGURE), "The figures of the whole, in catalogue order.", "report.figures"),
    Field(
        "segments",
        many(FIGURE),
        "With --by: the headline figures of each segment.",
        lambda board: [figure for figure in _segments(board) if figure.segment],
    ),
    Field(
        "trend",
        many(LINE),
        "The same figures over time.",
        lambda board: [(board.trend, line) for line in board.trend.lines],
    ),
    Field("cohorts", optional(_named(COHORTS, "currency")), "What became of those who first paid in each period."),
    Field("feedback", optional(_named(FEEDBACK)), "What customers wrote in the year up to the close."),
    Field("health", optional(_named(HEALTH, "currency", "by")), "Customers at risk, and the bands of health."),
    Field("backtest", optional(_named(BACKTEST)), "What the bands have meant."),
    Field("published", optional(PUBLISHED), "What stands published of the period; null where nothing does."),
    Field(
        "restatement",
        optional(RESTATEMENT),
        "What would change in it now; null where nothing would.",
        lambda board: restatement_values(board.restatement) if board.restatement else None,
    ),
    Field("lacking", mapping(TEXT), "Why a section lacks a part."),
    Field("remarks", many(REMARK), "What a careful reader would point out."),
    Field("left_out", many(LEFT_OUT), "What could not be used, by file and kind of problem.", "report.left_out"),
    PROBLEMS,
    SOURCES,
    Field("rates", RATES.kind, RATES.meaning, "report.rates", sometimes=True),
    Field("read_as", READ_AS.kind, READ_AS.meaning, lambda board: board.report.read_as or None, sometimes=True),
)


def _segments(board: Board) -> tuple[Figure, ...]:
    return board.segments.figures if board.segments else ()


def _lines(board: Board) -> Iterator[tuple[Period, Figure]]:
    """The figures of the whole over time, newest last; then those of the segments."""
    for at, period in enumerate(board.trend.periods):
        for line in board.trend.lines:
            yield period, line.figures[at]
    for figure in _segments(board):
        if figure.segment:
            yield board.period, figure


def _columns(board: Board) -> Any:
    return figure_columns(board.segments.by if board.segments else ())


LINES = Lines(_lines, _columns)
