"""What was understood, as csmetrics.yaml: the lines in force, and as comments what they rest on and what is open."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csmetrics.config.write import one_line_each
from csmetrics.output.sentences import count_of
from csmetrics.tables.headers import as_yaml
from csmetrics.views.init.model import ColumnSeen, FiguredChoice, FileSeen, Question

_HEAD = """\
# Made by `csmetrics init`. Lines that begin with # are not in force. Under each "Decide" take the # off what is right.
# Every key is explained in docs/configuration.md. The first line lets your editor complete and check the keys; its file
# is made anew by `csmetrics schema config --output csmetrics.schema.json`.
"""
_SECTIONS = ("columns", "constants", "values", "where", "compute")  # keys under which several lines stand
_WIDTH = 118
YamlLines = Iterator[str]


def config_text(files: Sequence[FileSeen], questions: Sequence[Question], schema: str) -> str:
    """The configuration of a folder, with comments."""
    parts = [f"# yaml-language-server: $schema={schema}\n{_HEAD}"]
    parts += ["\n".join(_question(each, "")) + "\n" for each in questions if not each.table]
    tables = [each for each in files if each.table and not each.problem]
    open_ = [each for each in questions if each.table]
    silent = [each for each in tables if not each.settings and not any(one.table == each.table for one in open_)]
    parts += ["\n".join(_as_it_is(each)) for each in [silent] if each]
    spoken = [each for each in tables if each not in silent]
    unknown = [each for each in files if not each.table or each.problem]
    blocks = ["\n".join(_table(each, open_)) for each in _once(spoken)] + [
        "\n".join(_unknown(each)) for each in unknown
    ]
    if blocks:
        parts.append("tables:\n" + "\n".join(blocks))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _once(files: Sequence[FileSeen]) -> Iterator[tuple[str, list[FileSeen]]]:
    """The files of each table."""
    for table in dict.fromkeys(each.table for each in files if each.table):
        yield table, [each for each in files if each.table == table]


def _table(found: tuple[str, list[FileSeen]], questions: Sequence[Question]) -> YamlLines:
    table, files = found
    settings = files[0].settings if len(files) == 1 else {}
    open_ = [each for each in questions if each.table == table]
    for each in files:
        yield from (f"  # {line}" for line in _about(each))
    yield f"  {table}:"
    yield from _settings(settings, open_)
    for question in open_:
        if _choices(question, ""):
            yield from (f"    {line}" for line in _question(question, ""))
    yield ""


def _settings(settings: Mapping[str, Any], questions: Sequence[Question]) -> YamlLines:
    """The lines under a table, with what is left to decide in the section where it belongs."""
    for key, value in settings.items():
        if key not in _SECTIONS:
            yield from (f"    {line}" for line in _yaml({key: value}))
    for section in _SECTIONS:
        open_ = [each for each in questions if _choices(each, section)]
        own = settings.get(section, {})
        if own or open_:
            yield f"    {section}:"
            yield from (f"      {line}" for line in _yaml(own))
            for question in open_:
                yield from (f"      {line}" for line in _question(question, section))


def _choices(question: Question, section: str) -> list[tuple[FiguredChoice, Mapping[str, Any]]]:
    """The answers to a question that stand in a section, with what stands there; without one, all others."""
    found = []
    for choice in question.choices:
        write = (
            choice.write.get(section, {}) if section else {k: v for k, v in choice.write.items() if k not in _SECTIONS}
        )
        if write:
            found.append((choice, write))
    return found


def _question(question: Question, section: str) -> YamlLines:
    """A question and the lines to choose from."""
    yield from _wrapped(f"{'Decide' if question.stops else 'Look'}: {question.asks}")
    for choice, write in _choices(question, section):
        yield from (f"# {line}" for line in _yaml(write))
        yield from (f"#   {line}" for line in _long(choice.said))


def _about(file: FileSeen) -> YamlLines:
    """What a file was taken for, and on what that rests."""
    yield from _long(
        f"{file.file}: {file.title or file.table}, {count_of(file.rows, 'row')}{f': {file.seen}' if file.seen else ''}"
    )
    if file.known_by:
        yield from _long(f"known by {', '.join(file.known_by)}")
    for text in file.assumed:
        yield from _long(f"assumed: {text}")
    for text in file.cannot_tell:
        yield from _long(f"it cannot tell: {text}")


def _as_it_is(files: Sequence[FileSeen]) -> YamlLines:
    """Files of which nothing needs to be said."""
    yield "# Read as they are:"
    yield from (f"# {line}" for each in files for line in _about(each))


def _unknown(file: FileSeen) -> YamlLines:
    """A file that is not read, its columns and what each may be."""
    if file.problem:
        yield from (f"  # {line}" for line in _long(f"{file.file} cannot be read: {file.problem}"))
        return
    rows = count_of(file.rows, "row")
    yield f"  # {file.file} is not read: {rows}, and no table is known by its columns:"
    yield from (f"  #   {_column(each)}" for each in file.columns)
    for each in file.proposals:
        yield f"  # Is it {each.table}? Then take the # off these lines, and keep the columns that are right."
        yield f"  # {each.table}:"
        yield from (f"  # {line}" for line in _settings(each.write, ()))


def _column(column: ColumnSeen) -> str:
    different = f", {column.different:,} different" if column.different else ""
    shown = f": {', '.join(map(_quoted, column.examples))}" if column.examples else ""
    may_be = f"  -> maybe {' or '.join(column.may_be)}" if column.may_be else ""
    return f"{as_yaml(column.name)}  ({column.kind}{different}{shown}){may_be}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _yaml(values: Mapping[str, Any]) -> YamlLines:
    """A mapping as lines, each key on one, also where a header has line ends within it."""
    for key, value in values.items():
        yield one_line_each({key: value})


def _wrapped(text: str) -> YamlLines:
    yield from (f"# {line}" for line in _long(text))


def _long(text: str) -> YamlLines:
    """A comment in lines of a decent length."""
    words, line = text.split(), ""
    for word in words:
        if line and len(line) + len(word) >= _WIDTH - 6:
            yield line
            line = f"  {word}"
        else:
            line = f"{line} {word}".lstrip(" ") if not line.startswith("  ") else f"{line} {word}"
    if line:
        yield line
