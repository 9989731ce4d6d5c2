"""What a YAML syntax error means to somebody who did not ask for YAML."""

import re

import yaml

_QUOTE = "Put the value in quotes."

# What PyYAML says, what it means, and whether the place is where the trouble began or where it was noticed.
_MEANINGS: tuple[tuple[str, str, bool], ...] = (
    (r"found character '\\t'", "a tab stands where spaces belong. Use spaces.", False),
    (r"found character '(.)' that cannot start|node content, but found '(.)'", "", False),
    (r"sequence entries are not allowed", "a list entry starts a new line: put - below its key.", False),
    (r"could not find expected ':'", "no colon after the key. Write key: value.", True),
    (r"quoted scalar .*unexpected", "the quote that opens here is not closed.", True),
    (r"flow mapping .*expected ','", "the { that opens here is not closed, or a comma is missing inside it.", True),
    (r"flow sequence .*expected ','", "the [ that opens here is not closed, or a comma is missing inside it.", True),
    (r"flow node .*stream end", "a { or [ that opens before this place is not closed.", False),
    (r"scanning a directive", "a line cannot start with %. Put the key first: key: value.", True),
    (r"escape", "a backslash means something else in double quotes. Use single quotes.", False),
    (r"undefined alias|while scanning an alias", f"a value cannot start with *. {_QUOTE}", False),
    (r"anchor", f"a value cannot start with &. {_QUOTE}", False),
    (r"while scanning a block scalar", f"a value cannot start with | or >. {_QUOTE}", True),
    (r"tag", f"a value cannot start with !. {_QUOTE}", False),
    (r"expected a single document", "a second document starts here. Keep one, and take out ---.", False),
)


def syntax_error(error: yaml.YAMLError, text: str) -> str:
    """Line, column, what is wrong and how to mend it.

    >>> text = "date_format: %d/%m/%y"
    >>> try:
    ...     yaml.compose(text)
    ... except yaml.YAMLError as error:
    ...     print(syntax_error(error, text))
    line 1, column 14: a value cannot start with %. Put it in quotes: "%d/%m/%y".
    """
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return f"line {line}: the character U+{error.character:04X} cannot stand here. Take it out."
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return f"cannot be read as YAML: {error}"  # pragma: no cover  # PyYAML marks all others
    meaning, at_start = _meaning(f"{error.context} {error.problem}", *_split(error.problem_mark, text))
    mark = error.context_mark if at_start and error.context_mark else error.problem_mark
    return f"line {mark.line + 1}, column {mark.column + 1}: {meaning}"


def _meaning(said: str, before: str, rest: str) -> tuple[str, bool]:
    """What PyYAML's words mean, given the line up to the place and from there on."""
    for pattern, meaning, at_start in _MEANINGS:
        if found := re.search(pattern, said):
            return meaning or _bad_start(found[1] or found[2], before, rest), at_start
    if "mapping values" in said:
        return _second_colon(before), False
    if "block end" in said or "document start" in said:
        return _misplaced(before, rest), False
    return f"this is not YAML: {said.removeprefix('None ')}.", False


def _bad_start(sign: str, before: str, rest: str) -> str:
    """A value that starts with a sign YAML keeps for itself."""
    ends = r" #|[,\]}]" if re.search(r"[{\[]", before) else " #"
    value = re.split(ends, rest)[0].strip()
    quoted = f'Put it in quotes: "{value}".' if value and not set(value) & set('"\\') else "Put it in quotes."
    return f"a value cannot start with {sign}. {quoted}"


def _second_colon(before: str) -> str:
    if ":" in before:
        return f"a value cannot hold a colon and a space. {_QUOTE}"
    return "this line does not fit the one above. Check its indentation, and that the line above is key: value."


def _misplaced(before: str, rest: str) -> str:
    if before.strip():
        return f"the value ends before {rest.strip()}. {_QUOTE}"
    return "this line does not line up with those above it. Give the keys of one section the same indentation."


def _split(mark: yaml.Mark, text: str) -> tuple[str, str]:
    """The line a mark points into, before and after the mark."""
    line = [*text.splitlines(), ""][mark.line]
    return line[: mark.column], line[mark.column :]
