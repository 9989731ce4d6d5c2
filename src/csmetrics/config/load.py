"""From the text of csmetrics.yaml to a Config, or to everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from csmetrics.config.faults import fault, short
from csmetrics.config.model import Config
from csmetrics.config.outline import ConfigFault, Outline, outline
from csmetrics.config.sections import Section
from csmetrics.errors import ConfigError
from csmetrics.passwords import hidden, lines_with_passwords
from csmetrics.paths import not_a_file

_Kept = TypeVar("_Kept")
AnySection = TypeVar("AnySection", bound=Section)
_MOST = 20  # faults that are shown
_LARGEST = 1 << 20  # bytes


def load_config(path: Path | str) -> Config:
    """The configuration in a file.

    Raises ConfigError if the file does not exist, cannot be read, or has lines that are not valid. It names them all.
    """
    where = Path(path)
    return parse_config(read_text(where), where.name)


def parse_config(text: str, name: str = "csmetrics.yaml") -> Config:
    """The configuration in a text; an empty text is the default configuration.

    `name` is what messages call the file.

    >>> parse_config("currency: usd").currency
    'USD'
    >>> parse_config("gross_margin: 80%")
    Traceback (most recent call last):
    csmetrics.errors.ConfigError: csmetrics.yaml line 1, gross_margin: "80%" is not a number. Write 80 % as 0.8.
    """
    config, read = read_section(Config, text, name)
    thresholds = {metric: read.line_of(("thresholds", metric)) for metric in config.thresholds}
    signals = {
        (section, signal): read.line_of((section, "signals", signal))
        for section in ("health", "distress")
        for signal in getattr(config, section).signals
    }
    return config.with_places(_named(thresholds, name), _named(signals, name))


def read_section(kind: type[AnySection], text: str, name: str) -> tuple[AnySection, Outline]:
    """What a YAML text says under the keys of a section, and where; or everything that is wrong with it, a line each.

    Raises ConfigError.
    """
    try:
        read = outline(text, name)
    except ConfigError as error:
        raise ConfigError(hidden(str(error), lines_with_passwords(text))) from None
    config, faults = _validate(kind, read)
    if config is None or faults:
        said = list(dict.fromkeys(_message(each, read, name) for each in _in_order(faults, read)))
        more = [f"and {len(said) - _MOST:,} more"] if len(said) > _MOST else []
        written = "\n".join((text, *_texts(read.values)))
        raise ConfigError(hidden("\n".join((*said[:_MOST], *more)), lines_with_passwords(written)))
    return config, read


def _texts(value: object) -> Iterator[str]:
    """Every text that stands as a key or a value: signs may be written as numbers in the file."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield f"{key}: {each}" if isinstance(each, str) else str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def _named(lines: Mapping[_Kept, int], name: str) -> dict[_Kept, str]:
    """Where each key stands, in words."""
    return {key: f"{name} line {line}" for key, line in lines.items()}


def read_text(path: Path) -> str:
    """The text of a file of settings. Raises ConfigError."""
    if kind := not_a_file(path):
        raise ConfigError(f"{path}: this is {kind}, not a file.")
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise ConfigError(f"{path.name}: the file is larger than 1 MB, so it is no configuration.")
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise ConfigError(f"{path}: the file cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path.name} line {line}: the text is not UTF-8. Save the file as UTF-8.") from None


def _validate(kind: type[AnySection], read: Outline) -> tuple[AnySection | None, list[ConfigFault]]:
    try:
        return kind.model_validate(read.values), read.faults
    except ValidationError as error:
        return None, read.faults + [fault(detail, kind) for detail in error.errors(include_url=False)]


def _in_order(faults: list[ConfigFault], read: Outline) -> list[ConfigFault]:
    return sorted(faults, key=lambda each: each.line or read.line_of(each.path))


def _message(found: ConfigFault, read: Outline, name: str) -> str:
    keys = [short(part) for part in found.path if isinstance(part, str)]
    path = found.path[:-1] if found.path and isinstance(found.path[-1], int) else found.path
    if keys and path not in read.lines:
        keys[-1] += " (not given, so the default)"
    line = found.line or read.line_of(found.path)
    return f"{name} line {line}{', ' if keys else ''}{': '.join(keys)}: {found.text}"
