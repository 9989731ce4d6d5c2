"""--format and --output, and how the two agree."""

from pathlib import Path

import click

from csmetrics.output.formats import DEFAULT, FORMATS, Format, format_of
from csmetrics.output.phrases import joined

_NOT_WRITTEN = {
    *(".xls", ".ods", ".docx", ".pptx"),
    *(".png", ".svg", ".parquet", ".tsv", ".xml", ".gz", ".zip"),
}


def output_parameters(usual: str = DEFAULT.name) -> list[click.Parameter]:
    """The two options that every command has; `usual` is the format where none is named."""
    return [
        click.Option(
            ["--format", "form"],
            type=click.Choice(list(FORMATS)),
            metavar="FORM",
            help=f"{joined(FORMATS, 'or')}.  [default: the ending of --output, else {usual}]",
        ),
        click.Option(
            ["--output"],
            type=click.Path(path_type=Path, allow_dash=True),
            metavar="FILE",
            help=f"Write to a file. Its ending chooses the format: {joined(_endings(), 'or')}.  [default: stdout]",
        ),
    ]


def chosen_format(asked: str | None, path: Path | None, usual: str = DEFAULT.name) -> Format:
    """The format asked for, else the one that the name of the file tells; the two must not contradict each other."""
    told = format_of(path) if path else None
    ending = path.suffix.lower() if path else ""
    if not told and ending in _NOT_WRITTEN:
        written = f"csmetrics writes {joined(map(_with_ending, FORMATS.values()), 'and')}"
        raise click.UsageError(f"No {ending} file can be written: {written}. Name another file after --output.")
    if asked is None:
        return told or FORMATS[usual]
    if told and asked != told.name and (told is not DEFAULT or FORMATS[asked].binary):  # any text may stand in a .txt
        raise click.UsageError(f"--format {asked} does not fit {path}. Leave out --format, or name another file.")
    return FORMATS[asked]


def refuse_on_terminal(command: str, data: str, form: Format) -> None:
    """A terminal cannot show what is no text. Raises UsageError with the line that writes a file."""
    named = " ".join(each for each in ("csmetrics", command, data, f"--output {command}{form.suffixes[0]}") if each)
    raise click.UsageError(f"{form.name} is no text that a terminal can show. Write it to a file: {named}")


def programs() -> str:
    """The formats that programs read."""
    return joined((each.name for each in FORMATS.values() if not each.for_people), "and")


def _endings() -> list[str]:
    """The first ending of each format, that of the default last."""
    return [each.suffixes[0] for each in sorted(FORMATS.values(), key=lambda each: each is DEFAULT)]


def _with_ending(each: Format) -> str:
    """The name of a format, and the ending where that is another."""
    return each.name if f".{each.name}" == each.suffixes[0] else f"{each.name} ({each.suffixes[0]})"
