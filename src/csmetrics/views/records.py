"""The records and fields that several views show: periods, segments, figures, remarks, problems, files."""

from csmetrics.output.fields import (
    COUNT,
    DAY,
    NAME,
    NUMBER,
    ORDINAL,
    TEXT,
    Field,
    FieldKind,
    choice,
    limited,
    many,
    mapping,
    optional,
    record,
    sometimes,
)
from csmetrics.output.figure_names import number, unit_of

AMOUNT = FieldKind({"type": "number"}, lambda value: float(value) + 0.0)  # never whole, never a negative zero
POSITIVE = limited(AMOUNT, minimum=0)
SHARE = limited(AMOUNT, minimum=0, maximum=1)
RULE = FieldKind({"type": ["string", "number", "boolean", "array", "object", "null"]})
UNIT = choice("points", "fraction", "money", "count", "score", "ratio", "months", "years")
BETTER = choice("higher", "lower", "neither")
GROUP = choice("satisfaction", "customers", "revenue", "value", "health")
STATUS = choice("ok", "undefined", "unavailable")
MOVEMENT = FieldKind(
    {
        "description": "What happened to the customer; active: paying at the close.",
        "enum": ["new", "returned", "expansion", "contraction", "churned", "joined_and_left", "active"],
    },
    name="movement",
)
SEGMENT = FieldKind(
    {
        "type": "object",
        "description": "Attribute to value; empty for the whole.",
        "additionalProperties": {"type": "string"},
    },
    dict,
    name="segment",
)
PERIOD = record(
    "A span of whole months.",
    Field("name", TEXT, "As one would type it: 2026-09, 2026-Q3, 2026 or 2026-01..2026-06."),
    Field("grain", choice("month", "quarter", "year", "months"), "Its length; months is a span of several."),
    Field("first_day", DAY, "The first day.", "start"),
    Field("last_day", DAY, "The last day, which belongs to it."),
    name="period",
)
INTERVAL = record(
    "The interval around a value.",
    Field("low", NUMBER, "Lower end."),
    Field("high", NUMBER, "Upper end."),
    Field("level", limited(NUMBER, exclusiveMinimum=0, exclusiveMaximum=1), "0.95 for 95 %."),
    Field("method", TEXT, "The published name of the method."),
    name="interval",
)
PROBLEM = record(
    "One thing wrong in the input.",
    Field("file", TEXT, "The file."),
    Field("row", optional(ORDINAL), "As a spreadsheet counts, the header being row 1; null for the file as a whole."),
    Field("column", optional(TEXT), "The column."),
    Field("value", optional(TEXT), "What stands there."),
    Field("problem", TEXT, "What is wrong."),
    Field("fix", TEXT, "What to do.", "advice"),
    name="problem",
)
SOURCE = record(
    "One file as it was read.",
    Field("table", TEXT, "The table."),
    Field("file", TEXT, "The file it was read from."),
    Field("rows", COUNT, "Rows in the file."),
    Field("used", COUNT, "Rows that could be used."),
    Field("first_day", optional(DAY), "The first day in it."),
    Field("last_day", optional(DAY), "The last day in it."),
    sometimes(
        Field(
            "files",
            many(TEXT),
            "The files, where several are the table; left out where it is one.",
            lambda source: source.files or None,
        )
    ),
    name="source",
)
# A value exactly where the status is ok.
WHERE_OK = [
    {
        "if": {"properties": {"status": {"const": "ok"}}},
        "then": {"properties": {"value": {"type": "number"}, "reason": {"type": "null"}}},
        "else": {"properties": {"value": {"type": "null"}, "reason": {"type": "string"}, "interval": {"type": "null"}}},
    }
]
FIGURE = record(
    "One metric in one segment and period.",
    Field("metric", NAME, "Its name, as --metric takes it."),
    Field("title", TEXT, "Its name for people."),
    Field("group", GROUP, "Its group in the catalogue."),
    Field("unit", UNIT, "Fractions are not multiplied by 100; money is in currency units, unrounded."),
    Field("better", BETTER, "Which direction is good."),
    Field("formula", TEXT, "The formula, in tallies, metrics and parameters."),
    Field("segment", SEGMENT),
    Field(
        "value",
        optional(NUMBER),
        "The figure; null unless status is ok.",
        lambda figure: number(figure.value, figure.unit),
    ),
    Field("status", STATUS, "undefined: its denominator is zero; unavailable: its table is not there."),
    Field("reason", optional(TEXT), "Why there is no value."),
    Field(
        "previous",
        optional(NUMBER),
        "The same figure in the period before.",
        lambda figure: number(figure.previous, figure.unit),
    ),
    Field(
        "change",
        optional(NUMBER),
        "Value less previous; of a fraction, a fraction.",
        lambda figure: number(figure.change, figure.unit),
    ),
    Field("interval", optional(INTERVAL), "The interval, where the metric has one."),
    Field("based_on", TEXT, "The tally that tells how many stand behind the figure."),
    Field("n", optional(NUMBER), "How many those are.", lambda figure: number(figure.n, unit_of(figure.based_on))),
    Field(
        "inputs",
        mapping(optional(NUMBER)),
        "What the formula's names stand for.",
        lambda figure: {name: number(value, unit_of(name)) for name, value in figure.inputs.items()},
    ),
    Field("remarks", many(TEXT), "What a careful reader would point out at this figure, what its files say included."),
    name="figure",
    allOf=WHERE_OK,
)
REMARK = record(
    "A sentence beside a figure.",
    Field("metric", TEXT, "The metric it is about; empty for the report as a whole."),
    Field("segment", SEGMENT),
    Field("text", TEXT, "The sentence."),
    name="remark",
)
CHOSEN = Field(
    "chosen",
    optional(TEXT),
    "Why it is this period, where nobody has named one: until when the files speak, and the newest row. Null where it"
    " was named.",
    lambda result: result.chosen or None,
)
BY = Field("by", many(TEXT), "The attributes of the segments.")
CURRENCY = Field("currency", optional(TEXT), "ISO 4217 code of all money, if it is known.")
RULES = Field(
    "rules",
    mapping(RULE),
    "The switches in force, by their path in csmetrics.yaml; a band or a signal of a score with all that is said of"
    " it. only_currency is the one whose rows count, where --currency was given.",
)
PROBLEMS = Field("problems", many(PROBLEM), "Every row that was left out.")
RATES = sometimes(
    Field(
        "rates",
        record(
            "The rates of exchange.",
            Field("file", TEXT, "The file."),
            Field("newest", DAY, "The newest day in it."),
            Field("sha256", TEXT, "Its SHA-256."),
            Field("valid_for", COUNT, "How many days after its own a rate still counts."),
            Field("date", choice("close", "fixed"), "fixed: the rates of one day count on every day.", "dated"),
            Field("on", optional(DAY), "That day."),
            name="rates",
        ),
        "Which rates of exchange were used; left out where none were.",
    )
)
READ_AS = sometimes(
    Field(
        "read_as",
        many(
            record(
                "A file that is the export of another system.",
                Field("file", TEXT, "The file."),
                Field("layout", TEXT, "Its layout, as csmetrics layouts calls it."),
                name="read_as",
            )
        ),
        "Which files are exports of other systems; left out where none is.",
        lambda result: result.read_as or None,
    )
)
NOTES = Field(
    "notes",
    many(TEXT),
    "What to know of the files: how far they reach, rows left out, rows that stand twice, customers whom nobody knows.",
)
SOURCES = Field("sources", many(SOURCE), "What was read.")
ROWS = Field("rows", many(ORDINAL), "Its rows, as a spreadsheet counts.")
FILES = sometimes(
    Field(
        "files",
        many(TEXT),
        "The file of each row, where the table is several files; left out where it is one.",
        lambda line: line.files or None,
    )
)
