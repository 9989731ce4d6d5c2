"""What customers said, as declared fields."""

from collections.abc import Iterator
from operator import itemgetter

from csmetrics.output.fields import (
    COUNT,
    DAY,
    NUMBER,
    ORDINAL,
    TEXT,
    TRUTH,
    Field,
    FieldKind,
    Lines,
    at,
    choice,
    document,
    limited,
    many,
    mapping,
    optional,
    record,
)
from csmetrics.views.csv_columns import PERIOD_NAME
from csmetrics.views.feedback.model import Feedback
from csmetrics.views.records import AMOUNT, CHOSEN, INTERVAL, NOTES, PERIOD, PROBLEMS, SHARE, SOURCES

PART = record(
    "Comments with a theme, among those of some people or of a period.",
    Field("comments", COUNT, "How many."),
    Field("share", optional(SHARE), "Of all theirs; null if there are none."),
    name="part",
)
SCORE = record(
    "Scores of one kind.",
    Field("n", COUNT, "How many comments have one."),
    Field("value", optional(AMOUNT), "NPS in points; of the others the mean; null if there is none."),
    name="score",
)
AMONG = record(
    "Those with an NPS answer beside them, by class, and their share of the comments of the class.",
    *(Field(name, PART, "", itemgetter(name)) for name in ("promoters", "passives", "detractors")),
)
SCORES = record(
    "The scores beside the comments, by kind.",
    *(Field(name, SCORE, "", itemgetter(name)) for name in ("nps", "csat", "ces", "review")),
)
THEME = record(
    "One theme.",
    Field("theme", optional(TEXT), "The theme; null for the comments without one, and in the whole."),
    Field("comments", COUNT, "Comments in the period that are about it."),
    Field("share", optional(SHARE), "Of all comments; null if there are none."),
    Field("interval", optional(INTERVAL), "Around the share."),
    Field("previous", optional(PART), "The same in the period before; null where nothing is known of it."),
    Field("change", optional(limited(AMOUNT, minimum=-1, maximum=1)), "Of the share, since the period before."),
    Field("among", AMONG),
    Field("scores", SCORES),
    name="theme",
)
WORD = record(
    "A word.",
    Field("word", TEXT, "In lower case."),
    Field("detractors", COUNT, "Comments of detractors that hold it."),
    Field("promoters", COUNT, "Comments of promoters that hold it."),
    Field("z", limited(NUMBER, minimum=0), "How far it sets the two apart, in standard errors."),
    name="word",
)
WORDS = record(
    "The words that set the comments of detractors apart from those of promoters.",
    Field("detractor_comments", COUNT, "Comments of detractors."),
    Field("promoter_comments", COUNT, "Comments of promoters."),
    Field("reason", optional(TEXT), "Why there are no words."),
    Field("detractors", many(WORD), "Words of detractors, strongest first."),
    Field("promoters", many(WORD), "Words of promoters, strongest first."),
)
COMMENT = record(
    "One comment.",
    Field("day", DAY, "The day of it."),
    Field("kind", choice("nps", "csat", "ces", "review"), "The survey, or a review."),
    Field(
        "score",
        optional(FieldKind({"type": "integer"})),
        "Beside it; an effort score is turned round where lower is better.",
    ),
    Field("customer_id", optional(TEXT), "Who wrote it; null: anonymous."),
    Field("name", TEXT, "The customer's name; empty if there is none."),
    Field("themes", many(TEXT), "What it is about."),
    Field("text", optional(TEXT), "What was written; null without quotes."),
    Field("file", TEXT, "The file it stands in."),
    Field("row", ORDINAL, "Its row, as a spreadsheet counts."),
)
DOCUMENT = document(
    "feedback",
    1,
    "What customers said: csmetrics feedback --format json.",
    Field("period", PERIOD),
    CHOSEN,
    Field("previous_period", PERIOD),
    Field("languages", many(TEXT), "In which words were compared by their stems."),
    Field(
        "standard_themes",
        TRUTH,
        "Whether no themes are declared, so that the standard ones were looked for.",
        "standard",
    ),
    Field("theme_words", mapping(many(TEXT)), "The words of each theme.", "themes"),
    Field("theme", optional(TEXT), "The theme that words and comments are of, if one was asked for."),
    Field("whole", THEME),
    Field("themes", many(THEME), "Most comments first; those without a theme last.", "lines"),
    Field("words", WORDS),
    Field("quotes", TRUTH, "Whether the comments have their texts.", "quoted"),
    Field("count", COUNT, "How many comments there are (of the theme)."),
    Field("comments", many(COMMENT), "Newest first; with --limit the first of them.", "quotes"),
    NOTES,
    PROBLEMS,
    SOURCES,
)


def _columns(found: Feedback) -> Iterator[Field]:
    """Without quotes there is no column of texts."""
    yield from at(0, PERIOD_NAME)
    yield from at(1, *COMMENT.pick("day", "kind", "score", "customer_id", "name", "themes", "file", "row"))
    if found.quoted:
        yield from at(1, Field("comment", optional(TEXT), "What was written.", "text"))


LINES = Lines(lambda found: ((found.period, quote) for quote in found.quotes), _columns)
