"""A check of the files, as declared fields."""

from csmetrics.output.fields import COUNT, TEXT, Field, Lines, document, many, mapping, record, sometimes
from csmetrics.views.records import PROBLEM, READ_AS, SOURCE

CHECKED = record(
    "One file as it was read.",
    *SOURCE.fields,
    Field("columns", many(TEXT), "The columns found."),
    Field("attributes", mapping(COUNT), "Columns that --by takes, with their number of distinct values."),
    Field("unread", many(TEXT), "Columns of the file that nothing looks at."),
    sometimes(
        Field(
            "left_out_by_where",
            mapping(COUNT),
            "Further rows of the file, by the condition of where that they do not meet; left out where there are none.",
            lambda source: source.not_taken or None,
        )
    ),
)
DOCUMENT = document(
    "check",
    1,
    "What is in the files, and every problem in them: csmetrics check --format json.",
    Field("sources", many(CHECKED), "What was read of each file."),
    Field("absent", many(TEXT), "Tables that are not there."),
    Field("unread", many(TEXT), "Files that look like tables and are none that are known."),
    Field("notes", many(TEXT), "Columns and files that are not read and come close to known names."),
    Field("problems", many(PROBLEM), "Every problem found."),
    READ_AS,
)
LINES = Lines(lambda check: check.problems, lambda _: PROBLEM.fields)
