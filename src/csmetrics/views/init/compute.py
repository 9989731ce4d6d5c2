"""A folder of exports looked at, and the configuration for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

from csmetrics.config import parse_config
from csmetrics.errors import ConfigError, DataError, OutputError
from csmetrics.periods import as_day
from csmetrics.views.init.config_text import config_text
from csmetrics.views.init.file_summary import currencies_in, rates_in, seen_in
from csmetrics.views.init.keys import joined
from csmetrics.views.init.model import FileSeen, Init, Question
from csmetrics.views.init.proposals import columns_seen, proposals
from csmetrics.views.init.questions import (
    form_of_dates,
    of_currencies,
    questions_of,
    unanswered,
    which_file,
    worth_asking,
)
from csmetrics.views.init.recognised import RecognisedFile, known_files, with_lines
from csmetrics.views.init.trial import Trial, headline
from csmetrics.views.reading import CONFIG_FILE

SCHEMA = "csmetrics.schema.json"


def init(folder: str | Path, *, write: bool = True, today: date | None = None) -> Init:
    """Recognise the files of a folder, and write csmetrics.yaml for them unless `write=False`.

    Nothing is guessed: an open question is left for you, in the file. An existing csmetrics.yaml is never overwritten.
    Raises DataError if no file can be a table, and OutputError if csmetrics.yaml cannot be written.

    >>> init("examples/acme", write=False).files[0].table
    'answers'
    """
    where, day = Path(folder), None if today is None else as_day(today, "today")
    if write and (where / CONFIG_FILE).exists():
        raise OutputError(
            f"{where / CONFIG_FILE} is there already, and is never written over. --print shows what would be written."
        )
    made = _understood(where, day)
    return replace(made, written=_written(where, made.yaml)) if write else made


def _understood(folder: Path, today: date | None) -> Init:
    known = known_files(folder)
    if not any(each.looked.columns for each in known):
        raise DataError(f"No file in {folder} has a table in it. Put your exports there: CSV, Excel or Parquet.")
    several = _of_one_table(known)
    known, rests = _joined(known)
    of_money = _of_money(folder, known)
    single = {each.table: each for each in known if each.table and each.table not in several}
    trial = Trial(folder, single, today, currencies_in(known)[0] if of_money else None)
    questions = [*of_money, *trial.with_figures(_questions(known, several))]
    seen = tuple(_seen(each, rests.get(each.file, ())) for each in known)
    text = config_text(seen, questions, SCHEMA)
    made = Init(str(folder), seen, tuple(questions), text)
    return made if unanswered(questions) else _with_headline(made, trial)


def _questions(known: Sequence[RecognisedFile], several: Mapping[str, Sequence[RecognisedFile]]) -> list[Question]:
    """What is left to decide: which file is which table, and of each table what its file leaves open."""
    customers = next((each for each in known if each.table == "customers"), None)
    joined_by = {via.partition(".")[2] for each in known if (via := each.settings.get("ids", {}).get("via"))}
    others = {each.file for one in several.values() for each in one[1:]}
    first = [each for each in known if each.file not in others]
    asked = (worth_asking(one, each, customers, joined_by) for each in first for one in questions_of(each))
    return [*(which_file(table, each) for table, each in several.items()), *(each for each in asked if each)]


def _of_money(folder: Path, known: Sequence[RecognisedFile]) -> list[Question]:
    rates, valid_for = rates_in(folder)
    asked = of_currencies(currencies_in(known), rates, valid_for)
    return [asked] if asked else []


def _with_headline(made: Init, trial: Trial) -> Init:
    try:
        config = parse_config(made.yaml)
    except ConfigError as error:
        return replace(made, stopped=(str(error),))
    period, figures, stopped = headline(trial, config)
    return replace(made, period=period, figures=figures, stopped=stopped)


def _of_one_table(known: Sequence[RecognisedFile]) -> dict[str, list[RecognisedFile]]:
    """The tables that several files could be."""
    found: dict[str, list[RecognisedFile]] = {}
    for each in known:
        if each.table:
            found.setdefault(each.table, []).append(each)
    return {table: several for table, several in found.items() if len(several) > 1}


def _joined(known: Sequence[RecognisedFile]) -> tuple[list[RecognisedFile], dict[str, tuple[str, ...]]]:
    """The files with the lines that join them with the customers and say how their dates are written."""
    customers = next((each for each in known if each.table == "customers"), None)
    made: list[RecognisedFile] = []
    rests: dict[str, tuple[str, ...]] = {}
    for each in known:
        lines, why = joined(each, customers)
        form = form_of_dates(each) if each.layout is None else None
        made.append(with_lines(each, {**lines, **({"date_format": form} if form else {})}))
        rests[each.file] = (why,) if why else ()
    return made, rests


def _seen(known: RecognisedFile, rests: tuple[str, ...]) -> FileSeen:
    layout = known.layout
    return FileSeen(
        file=known.file,
        rows=known.looked.rows,
        table=known.table,
        layout=layout.name if layout else None,
        title=layout.title if layout else "",
        known_by=tuple(layout.header.required) if layout else (),
        seen=seen_in(known),
        assumed=(*(layout.assumes if layout else ()), *rests),
        cannot_tell=tuple(each.says for each in layout.cannot_tell) if layout else (),
        settings=known.settings,
        columns=() if known.table else columns_seen(known.looked),
        proposals=() if known.table else proposals(known.looked, known.form),
        problem=known.problem,
    )


def _written(folder: Path, text: str) -> str:
    """Write the configuration, and beside it the schema by which an editor knows its keys, wherever the folder goes."""
    path, schema = folder / CONFIG_FILE, folder / SCHEMA
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if not schema.exists():
            schema.write_bytes((files("csmetrics") / "schemas" / "config.schema.json").read_bytes())
    except FileExistsError:
        raise OutputError(f"{path} is there already, and is never written over.") from None
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. Add --print to see it instead.") from None
    return str(path)
