"""What was understood of a folder, as declared fields."""

from csmetrics.output.fields import COUNT, TEXT, TRUTH, Field, Lines, document, many, optional, record
from csmetrics.views.records import FIGURE

CHOICE = record(
    "One way to settle a question.",
    Field("lines", TEXT, "The lines for csmetrics.yaml."),
    Field("means", TEXT, "What they mean."),
    Field("figure", TEXT, "The figure that they lead to."),
    name="choice",
)
QUESTION = record(
    "What only you can say.",
    Field("file", TEXT, "The file."),
    Field("table", TEXT, "The table; blank where all are meant."),
    Field("asks", TEXT, "The question."),
    Field("stops", TRUTH, "Whether nothing is reported before it is answered."),
    Field("choices", many(CHOICE), "What there is to choose from."),
    name="question",
)
COLUMN = record(
    "A column of a file that is not known.",
    Field("name", TEXT, "Its header."),
    Field("kind", TEXT, "What stands in it."),
    Field("different", COUNT, "How many different values."),
    Field("examples", many(TEXT), "Some of them."),
    Field("may_be", many(TEXT), "The columns of ours that it may be."),
    name="column_seen",
)
FILE = record(
    "One file.",
    Field("file", TEXT, "The file."),
    Field("rows", COUNT, "Its rows."),
    Field("table", optional(TEXT), "The table that it is."),
    Field("layout", optional(TEXT), "The layout by which it is read."),
    Field("known_by", many(TEXT), "The columns by which it is known."),
    Field("seen", TEXT, "What stands in it, in a few words."),
    Field("assumed", many(TEXT), "What is taken for granted."),
    Field("cannot_tell", many(TEXT), "What it does not hold."),
    Field("columns", many(COLUMN), "The columns of a file that is not known."),
    Field("problem", TEXT, "Why it cannot be read."),
    name="file_seen",
)
FIRST = record("A first figure.", *FIGURE.pick("metric", "value", "unit"), name="first_figure")
DOCUMENT = document(
    "init",
    1,
    "What was understood of a folder: csmetrics init --format json.",
    Field("files", many(FILE), "The files."),
    Field("questions", many(QUESTION), "What is left to decide."),
    Field("yaml", TEXT, "The configuration."),
    Field("written", optional(TEXT), "The file that it was written to."),
    Field("period", TEXT, "The period of the first figures."),
    Field("figures", many(FIRST), "The first figures."),
    Field("stopped", many(TEXT), "Why there are none though nothing is left to decide."),
)
LINES = Lines(lambda made: made.files, lambda _: (*FILE.pick("file", "rows", "table", "layout", "seen", "problem"),))
