"""Writes the reference pages of docs/ from the code, the JSON Schemas and the stub of the package.

`make docs` runs it; a test fails while a page is not what this would write.
"""

import dataclasses
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

import csmetrics.metrics  # fills the catalogue
from csmetrics.cli.main import commands
from csmetrics.columns import Column, Table
from csmetrics.config.schema import schema_text
from csmetrics.declared import TABLES
from csmetrics.groups import GROUPS
from csmetrics.metrics.catalogue import METRICS, VARIANTS, tallies_of
from csmetrics.metrics.model import Metric
from csmetrics.output.fields import schema_of
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.views import VIEWS, view

DOCS = Path(__file__).resolve().parent
SOURCE = DOCS.parent / "src" / "csmetrics"
SCHEMAS = SOURCE / "schemas"
EXAMPLE = DOCS.parent / "examples" / "acme"
NO_STORE = DOCS / "no-history.db"  # the example has published nothing
SPECIMENS = DOCS.parent / "tests" / "errors"
WIDTH = 80
HELP = ["-h", "--help"]


def pages() -> dict[str, str]:
    """Every generated page: file name to text."""
    written = {"metrics.md": metrics_page(), "cli.md": cli_page(), "data.md": data_page(), "errors.md": errors_page()}
    return written | {"api.md": api_page(), "board.html": board_page()}


def board_page() -> str:
    """The page for a board of the example business, as --output board.html writes it."""
    board = view("board")
    page: str = board.write(board.compute(csmetrics.read(EXAMPLE), "2026-09", store=NO_STORE), "html")
    return page


def schemas() -> dict[str, str]:
    """Every JSON Schema: that of csmetrics.yaml, and that of what each view writes as JSON."""
    documents = {name: view(name).document for name in VIEWS if name != "health_models"}  # that is YAML
    made = {"config.schema.json": schema_text()}
    for kind in documents.values():
        name = kind.schema["properties"]["schema"]["const"].removeprefix("csmetrics.").partition("/")[0]
        made[f"{name}.schema.json"] = json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"
    return made


def stubs() -> dict[Path, str]:
    """What type checkers read in the place of packages that find their names when they are asked."""
    return {SOURCE / "__init__.pyi": stub(), SOURCE / "metrics" / "__init__.pyi": stub_of_metrics()}


def stub() -> str:
    """What `import csmetrics` offers, for type checkers: each name from where it is at home."""
    homes: dict[str, str] = vars(csmetrics)["_HOMES"] | {"metrics": "csmetrics"}
    lines = [
        f"from {home} import {name} as {name}" for home, name in sorted((home, name) for name, home in homes.items())
    ]
    return _text(["# Written by docs/generate.py.", "", *lines, "", "__version__: str"])


def stub_of_metrics() -> str:
    """What `import csmetrics.metrics` offers: each metric from the module that declares it."""
    homes = sorted((inspect.unwrap(metric.function).__module__, name) for name, metric in METRICS.items())
    return _text(["# Written by docs/generate.py.", "", *(f"from {home} import {n} as {n}" for home, n in homes)])


def metrics_page() -> str:
    """The catalogue, metric by metric, and the tallies they are made of."""
    lines = ["# The metrics", "", "[definitions.md](definitions.md) explains how each thing is counted.", ""]
    for group in GROUPS:
        members = [metric for metric in METRICS.values() if metric.group == group]
        lines += [f"## {group.capitalize()}", "", "| metric | formula | unit | better |", "|---|---|---|---|"]
        lines += [f"| [{m.name}](#{m.name}) | `{m.formula}` | {m.unit} | {m.better} |" for m in members] + [""]
        for metric in members:
            lines += _metric(metric)
    lines += ["## Tallies", "", "| tally | unit | from | meaning |", "|---|---|---|---|"]
    lines += [f"| {t.name} | {t.unit} | {t.table or 'the period'} | {t.meaning} |" for t in TALLIES.values()]
    return _text(lines)


def _metric(metric: Metric) -> Iterator[str]:
    yield from (f"### {metric.name}", "", f"**{metric.title}.** {metric.meaning} {metric.notes}".rstrip(), "")
    yield from (f"    {metric.formula}", "")
    tables = dict.fromkeys(TALLIES[name].table for name in tallies_of(metric.name, METRICS))
    yield f"- needs: {', '.join(f'{table}.csv' for table in tables if table) or 'nothing but the period'}"
    if metric.undefined:
        yield f"- undefined when: {metric.undefined}"
    if metric.interval:
        yield f"- interval: {metric.interval.method}, 95 %"
    for name, switch in metric.parameters.items():
        yield f"- `{name}` is set by `{switch}`"
    for variant in (v for v in VARIANTS if v.name == metric.name and v.rule):
        switch, value = variant.rule or ("", "")
        yield f"- with `{switch}: {'a number' if value == 'set' else value}`: `{variant.formula}`"
    yield from (f"- source: {metric.source}", "")


def cli_page() -> str:
    """What --help prints, command by command."""
    context = click.Context(
        commands, info_name="csmetrics", terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=HELP
    )
    lines = ["# The command line", "", "```text", commands.get_help(context), "```", ""]
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        if command is not None:
            inner = click.Context(
                command, info_name=name, parent=context, max_content_width=WIDTH, help_option_names=HELP
            )
            lines += [f"## csmetrics {name}", "", "```text", command.get_help(inner), "```", ""]
    return _text(
        [
            *lines,
            "## Exit status",
            "",
            "| status | means |",
            "|---|---|",
            "| 0 | done |",
            "| 1 | your data, your configuration or the output is wrong, or `check` found a problem |",
            "| 2 | the command line is wrong |",
            "| 3 | a threshold is breached, or a published figure would change |",
            "| 130 | stopped by Ctrl-C; nothing is half written |",
            "",
            "stdout has only the report. Problems and progress go to stderr. NO_COLOR turns colour off.",
        ]
    )


def data_page() -> str:
    """The tables and their columns."""
    lines = ["# Your files", "", *_ABOUT_THE_FILES, "", *_KINDS_OF_FILES, ""]
    for table in TABLES.values():
        lines += [f"## {table.file}", "", table.meaning, "", "| column | type | | meaning |", "|---|---|---|---|"]
        lines += [f"| {c.name} | {c.type} | {_presence(c)} | {_meaning(c, table)} |" for c in table.columns.values()]
        if table.open:
            lines.append("| any other | category | | An attribute for `--by`. |")
        lines.append("")
    return _text(lines)


_ABOUT_THE_FILES = (
    "Each file is optional. The more of them you have, the more figures you get.",
    "",
    "- **Your columns have other names?** Map them in csmetrics.yaml: [configuration.md](configuration.md).",
    "- **Exports of systems that csmetrics knows** need no mapping: [layouts.md](layouts.md).",
    "- **Your rows are events, months or invoice lines?** See [shapes.md](shapes.md).",
    "- **Your tables are in a database?** See [databases.md](databases.md).",
)
_KINDS_OF_FILES = (
    "A table is a file with its name, in one of these formats. Two files for one table are an error, and the message",
    "shows the line that reads both.",
    "",
    "| file | what csmetrics reads |",
    "|---|---|",
    "| subscriptions.csv | text with commas, or with your `delimiter`, between the columns |",
    "| subscriptions.tsv | the same with tabs; a `delimiter` under the table itself comes first |",
    "| subscriptions.csv.gz, .tsv.gz | the same, compressed with gzip |",
    "| subscriptions.zip | the only .csv or .tsv in it, up to 4 GB unpacked |",
    "| subscriptions.xlsx, .xls, .ods | a sheet of a workbook; needs `pip install 'csmetrics[sheets]'` |",
    "| subscriptions.parquet | columns with their own types |",
    "| subscriptions/ or subscriptions.parquet/ | a folder of Parquet files with the same columns, as one table |",
    "| `-` instead of the folder, with `--table subscriptions` | one table as CSV from standard input |",
    "",
    "Row 1 of a sheet is the header. Blank rows are skipped. A date is a date in whichever format it is shown, and a",
    "number is the number behind the format. A cell with an error (#REF!), or a formula that was never calculated, is",
    "a problem of its row. If a workbook has several sheets, csmetrics reads the one with the columns of the table.",
    "If that is not enough, name it:",
    "",
    "    tables:",
    "      subscriptions: { file: book.xlsx, sheet: Subscriptions }",
    "      costs: { file: book.xlsx, sheet: Spending }",
    "",
    "With standard input, give your csmetrics.yaml as `--config`:",
    "`zcat export.csv.gz | csmetrics report - --table subscriptions`.",
)


def _presence(column: Column) -> str:
    if column.required:
        return "needed; a cell may be blank" if column.blank else "needed"
    return f"default {column.default}" if column.default else ""


def _meaning(column: Column, table: Table) -> str:
    choices = f" One of {', '.join(column.choices)}." if column.choices else ""
    named = table.identity[:1] == (column.name,)
    unique = " No two rows may share it." if named and table.name == "customers" else ""
    return column.meaning + choices + unique


def api_page() -> str:
    """What `import csmetrics` offers: functions, what they give, errors, and the metrics as functions."""
    named = {name: getattr(csmetrics, name) for name in vars(csmetrics)["__all__"] if name != "metrics"}
    functions = {name: each for name, each in named.items() if inspect.isfunction(each)}
    results = {inspect.signature(each, eval_str=True).return_annotation for each in functions.values()}
    results |= {each for each in named.values() if dataclasses.is_dataclass(each) and isinstance(each, type)}
    kinds: list[type] = [kind for kind in results if dataclasses.is_dataclass(kind) and isinstance(kind, type)]
    errors = [each for each in named.values() if isinstance(each, type) and issubclass(each, Exception)]
    lines = [*_ABOUT_THE_API, "## Functions", ""]
    for name, each in functions.items():
        lines += [f"### {name}", "", *_documented(each), *_parameters(each), ""]
    lines += ["## Datasets", "", "### Dataset", "", *_documented(named["Dataset"]), "## Results", ""]
    for kind in sorted(kinds, key=lambda kind: kind.__name__):
        lines += [f"### {kind.__name__}", "", *_documented(kind), *_fields(kind), ""]
    lines += ["## Errors", "", "| error | when |", "|---|---|"]
    lines += [f"| {each.__name__} | {(inspect.getdoc(each) or '').splitlines()[0]} |" for each in errors]
    lines += ["", "## Metrics", "", *_ABOUT_THE_METRICS, "| function | takes | gives |", "|---|---|---|"]
    lines += [f"| [{m.name}](metrics.md#{m.name}) | {_taken(m)} | {m.unit} |" for m in METRICS.values()]
    return _text(lines)


_ABOUT_THE_API = (
    "# The Python reference",
    "",
    "[Work in Python and in notebooks](python.md) shows how these belong together. Everything here is a name of",
    "`csmetrics`; what begins with an underscore, or is found elsewhere, may change without notice.",
    "",
)
_ABOUT_THE_METRICS = (
    "Each metric is a function in `csmetrics.metrics`. Give it numbers, NumPy arrays of one shape, or Series of one",
    "index. The result has that shape, the dtype float64 and, for Series, that index. It is NaN exactly where the",
    "metric is undefined. Counts are whole numbers. Money is in units of the currency, not in cents. A rate is a",
    "fraction: 0.026 is 2.6 %. An argument that is missing or unknown raises TypeError.",
    "",
)


def _documented(what: Any) -> Iterator[str]:
    """The docstring as Markdown: text as it is, examples as code."""
    for part in re.split(r"\n\n(?=>>>)", inspect.getdoc(what) or ""):
        yield from ("```python", part, "```", "") if part.startswith(">>>") else (part, "")


def _parameters(function: Any) -> Iterator[str]:
    signature = inspect.signature(function, eval_str=True)
    yield from ("| argument | type | default |", "|---|---|---|")
    for name, each in signature.parameters.items():
        default = "needed" if each.default is each.empty else f"`{each.default!r}`"
        yield f"| {name} | {_type(each.annotation)} | {default} |"
    yield from ("", f"Gives {_type(signature.return_annotation)}.")


def _fields(kind: Any) -> Iterator[str]:
    yield from ("| attribute | type |", "|---|---|")
    for field in (field for field in dataclasses.fields(kind) if not field.name.startswith("_")):
        yield f"| {field.name} | {_type(field.type)} |"
    methods = [name for name in ("figure", "to_frame", "plot") if callable(getattr(kind, name, None))]
    yield from ("", f"It has {' and '.join(f'`{name}()`' for name in methods)}.") if methods else ()


def _type(annotation: Any) -> str:
    written = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    written = re.sub(r"\b[a-z_]\w*\.(?=\w)", "", re.sub(r"ForwardRef\('(.*?)'\)", r"\1", written))
    written = re.sub(r"^Optional\[(.*)\]$", r"\1 | None", written)
    return f"`{written}`".replace(" | ", "` or `")


def _taken(metric: Metric) -> str:
    return ", ".join(f"`{name}`" for name in inspect.signature(metric.function).parameters)


def errors_page() -> str:
    """Every specimen of wrong input with what the program says to it."""
    lines = ["# Messages: what can be wrong, and what to do", ""]
    lines += [
        "Each example below is run by the tests. csmetrics finds all problems of all files before it stops.",
        "",
    ]
    for path in sorted(SPECIMENS.glob("*.yaml")):
        specimen: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        lines += [f"## {path.stem}", "", specimen["says"], "", f"    csmetrics {specimen['command']}", ""]
        lines += ["```text", specimen["stderr"].rstrip() or specimen["stdout"].rstrip(), "```", ""]
        lines += [f"Exit status {specimen['exit']}.", ""]
    return _text(lines)


def _text(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")
    for place, written in stubs().items():
        place.write_text(written, encoding="utf-8")
    for name, text in schemas().items():
        (SCHEMAS / name).write_text(text, encoding="utf-8")
