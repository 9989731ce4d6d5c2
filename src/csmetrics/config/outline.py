"""A YAML text as plain values, each with the line it stands in.

Values are kept as the text that was written: what is a number and what is a word is for the model to say, so that a
header called 2024 or a plan called "no" stay what they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from csmetrics.config.syntax import syntax_error
from csmetrics.errors import ConfigError

Path = tuple[str | int, ...]

_KINDS = ("str", "null", "bool", "int", "float", "timestamp", "merge", "value", "map", "seq")
_UNTAGGED = {f"tag:yaml.org,2002:{kind}" for kind in _KINDS}
_NULL = "tag:yaml.org,2002:null"
_MOST = 100_000  # values, those that *name repeats counted each time
_HALVES = re.compile("[\ud800-\udfff]")  # of signs in UTF-16: an escape can write them, no file can hold them


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """One thing wrong in the file: the key it is about, and what to do. `line` only where the key's is not meant."""

    path: Path
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What the file says, where it says it, and what is wrong with it as a text of keys and values."""

    values: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[ConfigFault] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """The line of a key, or of the nearest key above it that is in the file."""
        known = (path[:length] for length in range(len(path), -1, -1))
        return next((self.lines[above] for above in known if above in self.lines), 1)  # an empty file has no keys


class _TooManyError(Exception):
    """The text says more than any configuration has to say."""


def outline(text: str, name: str) -> Outline:
    """The values of a YAML text and their lines; a text that is not YAML is a ConfigError."""
    made = Outline()
    try:
        root = _composed(text)
        values = None if root is None else _value(root, (), made)
    except yaml.YAMLError as error:
        raise ConfigError(f"{name} {syntax_error(error, text)}") from None
    except RecursionError:
        raise ConfigError(f"{name}: the keys are nested too deeply, or a part contains itself.") from None
    except _TooManyError:
        raise ConfigError(
            f"{name}: more than {_MOST:,} values, counting what * repeats. Write only what is meant."
        ) from None
    return Outline(values, made.lines, made.faults)


def _composed(text: str) -> yaml.Node | None:
    """The text as nodes, by libyaml where it is there; what is wrong with it the slow parser says in better words."""
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except (AttributeError, yaml.YAMLError, RecursionError):
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _value(node: yaml.Node, path: Path, made: Outline) -> object:
    made.lines.setdefault(path, _line(node))
    if len(made.lines) > _MOST:
        raise _TooManyError
    if node.tag not in _UNTAGGED:
        made.faults.append(
            ConfigFault(path, f"{node.tag} means nothing here. Take it out, or put the value in quotes.")
        )
    if isinstance(node, yaml.MappingNode):
        return {key: _value(child, (*path, key), made) for key, child in _keys(node, path, made)}
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, place), made) for place, child in enumerate(node.value)]
    return None if node.tag == _NULL else _text(node, path, made)


def _text(node: yaml.Node, path: Path, made: Outline) -> str:
    """The text of a value or key; a sign that cannot be written is a fault."""
    if half := _HALVES.search(node.value):
        made.faults.append(ConfigFault(path, f"\\u{ord(half[0]):04x} is half a sign. Take it out.", _line(node)))
    return _HALVES.sub("?", str(node.value))


def _keys(node: yaml.MappingNode, path: Path, made: Outline) -> Iterator[tuple[str, yaml.Node]]:
    for key, child in node.value:
        if not isinstance(key, yaml.ScalarNode):
            made.faults.append(ConfigFault(path, "a key is one word, not a list or a section.", _line(key)))
            continue
        name = _text(key, path, made)
        here = (*path, name)
        if here in made.lines:
            made.faults.append(
                ConfigFault(here, f"given twice, first in line {made.lines[here]}. Keep one.", _line(key))
            )
            continue
        made.lines[here] = _line(key)
        yield name, child


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
