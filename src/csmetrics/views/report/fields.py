"""A report, as declared fields."""

from csmetrics.output.fields import NUMBER, ORDINAL, TEXT, Field, Lines, document, many, optional, record
from csmetrics.views.columns import figure_columns
from csmetrics.views.records import BY, CHOSEN, CURRENCY, FIGURE, PERIOD, PROBLEMS, REMARK, RULES, SOURCES, TRANSFER

LEFT_OUT = record(
    "Rows of one file that cannot be used for one reason.",
    Field("file", TEXT, "The file."),
    Field("problem", TEXT, "What is wrong, after the column."),
    Field("rows", ORDINAL, "So many rows, each counted under its first problem."),
    Field("amount", optional(NUMBER), "What stands in their amounts, as far as it can be read."),
)
DOCUMENT = document(
    "report",
    2,
    "The figures of one period beside the period before: csmetrics report --format json.",
    Field("period", PERIOD),
    CHOSEN,
    Field("previous_period", PERIOD),
    BY,
    CURRENCY,
    RULES,
    Field("metrics", many(FIGURE), "In catalogue order; for each metric the whole, then its segments.", "figures"),
    Field(
        "transfers",
        many(TRANSFER),
        "A line for each segment if customers can change it (plan, product); close of the period before + in - out ="
        " opening.",
    ),
    Field("remarks", many(REMARK), "What a careful reader would point out."),
    Field("left_out", many(LEFT_OUT), "What could not be used, by file and kind of problem."),
    PROBLEMS,
    SOURCES,
)
LINES = Lines(
    lambda report: ((report.period, figure) for figure in report.figures), lambda report: figure_columns(report.by)
)
