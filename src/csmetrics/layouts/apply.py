"""A layout and the header of a file to what csmetrics.yaml would say of it; what you write yourself stands above it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csmetrics.config import TableConfig
from csmetrics.config.working_out import formula_of, headers_of, renamed
from csmetrics.layouts.date_order import CellsOf, left, no_cells
from csmetrics.layouts.model import Choice, Decide, Layout
from csmetrics.layouts.recognise import asks

_MERGED = ("columns", "constants", "values", "where", "compute")
_ONE_OF = ("columns", "constants", "compute")  # a column of ours comes from one of them
_SURVEYS = {"nps": "how likely somebody is to recommend you", "csat": "how satisfied", "ces": "how easy it was"}
ANY = "*"
PlainValues = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settlement:
    """One way to settle a question: what to write under the table, and what is then the case."""

    write: Mapping[str, Any]
    means: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is left to say of a file, and what there is to choose from; `stops` where nothing is reported before."""

    asks: str
    choices: tuple[Settlement, ...]
    stops: bool = True


def applied(layout: Layout, header: Sequence[str], own: TableConfig, cells: CellsOf = no_cells) -> TableConfig:
    """What is to be said of a file with this header: the layout's settings, and above them the user's own."""
    mine, theirs = plain(own), _settings(layout, header) | _told(layout, header, cells)
    passed_over = set(mine.get("ignore", ()))
    for part in _ONE_OF:
        kept = {name: each for name, each in theirs.get(part, {}).items() if each not in passed_over}
        theirs[part] = {name: each for name, each in kept.items() if not _said(mine, name)}
    made = theirs | mine
    for part in _MERGED:
        made[part] = _merged(theirs.get(part, {}), mine.get(part, {}))
    made["ignore"] = list(dict.fromkeys([*theirs.get("ignore", ()), *mine.get("ignore", ())]))
    return TableConfig.model_validate({key: each for key, each in made.items() if each not in ({}, [])})


def undecided(
    layout: Layout, header: Sequence[str], own: TableConfig, cells: CellsOf = no_cells
) -> tuple[Decision, ...]:
    """What neither the layout nor the file nor the user's own lines settle for a file with this header."""
    mine = plain(own)
    questions = [*declared(layout, header, cells), *_of_questions(layout, header)]
    return tuple(each for each in questions if not any(_settles(mine, choice.write) for choice in each.choices))


def plain(settings: TableConfig) -> PlainValues:
    """What a table says of itself, without what it leaves at its default."""
    said: PlainValues = settings.model_dump(
        mode="json", by_alias=True, exclude_none=True, include=settings.model_fields_set
    )
    return said


def _settings(layout: Layout, header: Sequence[str]) -> PlainValues:
    """What a layout says of a file, by the names that its columns have there; what is not there is left out."""
    made = plain(layout.settings)
    columns = {name: _there(layout, each, header) for name, each in layout.columns.items()}
    made["columns"] = {name: each[0] for name, each in columns.items() if each}
    where = made.get("where", {}).items()
    made["where"] = {there: each for column, each in where if (there := _condition_on(layout, column, header))}
    made["ignore"] = _there(layout, made.get("ignore", ()), header)
    made["compute"] = {
        name: renamed(text, lambda column: layout.found(column, header) or column)
        for name, text in made.get("compute", {}).items()
        if all(layout.found(column, header) for column in headers_of(formula_of(text)))
    }
    made["cannot_tell"] = {tally: each.says for each in layout.cannot_tell for tally in each.tallies}
    _answer_questions(made, layout, header)
    return made


def _told(layout: Layout, header: Sequence[str], cells: CellsOf) -> PlainValues:
    """What the cells of a file settle of what its layout leaves open."""
    kept = (left(each, layout, header, cells) for each in layout.decide if each.told_by)
    return {key: said for choices in kept if len(choices) == 1 for key, said in plain(choices[0].write).items()}


def _condition_on(layout: Layout, column: str, header: Sequence[str]) -> str | None:
    """What a column is called by which rows are taken; one that only some exports have may be absent."""
    return layout.found(column, header) or (column if column in layout.header.required else None)


def _there(layout: Layout, columns: Sequence[str], header: Sequence[str]) -> list[str]:
    return [there for column in columns if (there := layout.found(column, header))]


def _answer_questions(made: PlainValues, layout: Layout, header: Sequence[str]) -> None:
    """Columns that are known by the words of their question, where one alone has them."""
    for column in dict.fromkeys(each.column for each in layout.questions):
        asked = _asked(layout, header, column)
        if len(asked) == 1:
            ((question, survey),) = asked.items()
            made["columns"][column] = question
            if survey:
                made["constants"] = {**made.get("constants", {}), "survey": survey}


def _asked(layout: Layout, header: Sequence[str], column: str) -> dict[str, str | None]:
    """The columns of a file that ask what a column of ours is the answer to, each with its survey."""
    patterns = [each for each in layout.questions if each.column == column]
    unknown = layout.unknown(header)
    return {name: each.survey for each in reversed(patterns) for name in unknown if asks(each.asks, name)}


def declared(layout: Layout, header: Sequence[str] | None = None, cells: CellsOf = no_cells) -> Iterator[Decision]:
    """What the layout itself leaves open, of a file with a header that which concerns it."""
    for each in layout.decide:
        if header is None or _concerns(each, layout, header, cells):
            choices = (answer for choice in each.choices for answer in _answers(choice, layout, header))
            yield Decision(each.asks, tuple(choices), each.stops)


def _concerns(asked: Decide, layout: Layout, header: Sequence[str], cells: CellsOf) -> bool:
    """Whether something is to be asked of a file."""
    if asked.told_by and len(left(asked, layout, header, cells)) <= 1:
        return False
    if asked.lacks and _there(layout, layout.columns.get(asked.lacks, ()), header):
        return False
    return asked.column is None or layout.found(asked.column, header) is not None


def _answers(choice: Choice, layout: Layout, header: Sequence[str] | None) -> Iterator[Settlement]:
    """A choice; where it is one of the columns that the layout does not know, each of them."""
    write = plain(choice.write)
    ours = next((name for name, theirs in write.get("columns", {}).items() if theirs == ANY), None)
    if ours is None:
        yield Settlement(write, choice.means)
    else:
        names = ["..."] if header is None else layout.unknown(header)
        yield from (Settlement({"columns": {ours: name}}, choice.means) for name in names)


def _of_questions(layout: Layout, header: Sequence[str]) -> Iterator[Decision]:
    """Which question of a survey is meant, and what kind of question it is, where the words do not tell."""
    if not any(each.column == "score" for each in layout.questions):
        return
    asked = _asked(layout, header, "score")
    if len(asked) == 1:
        return
    among = list(asked) or layout.unknown(header)
    if not among:
        return
    yield Decision("Which column holds the answers that count?", tuple(_column("score", name) for name in among))
    yield Decision("Which kind of question is it?", tuple(_survey(name, what) for name, what in _SURVEYS.items()))


def _column(ours: str, theirs: str) -> Settlement:
    return Settlement({"columns": {ours: theirs}}, "")


def _survey(name: str, what: str) -> Settlement:
    return Settlement({"constants": {"survey": name}}, f"it asks {what}")


def _settles(mine: PlainValues, write: Mapping[str, Any]) -> bool:
    """Whether something is said already under one of the keys that a choice would set."""
    return any(_has(mine[key], value) for key, value in write.items() if key in mine)


def _has(mine: Any, value: Any) -> bool:
    """Whether a value of a key settles what another would: of sections and lists their parts count."""
    return any(part in mine for part in value) if isinstance(value, Mapping | list) else True


def _said(mine: PlainValues, name: str) -> bool:
    """Whether the user's own lines say where a column of ours comes from."""
    return any(name in mine.get(part, {}) for part in _ONE_OF)


def _merged(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> PlainValues:
    """Both, the user's own above the layout's; words of one column are put together."""
    both = {**theirs, **mine}
    inner = {key for key in theirs if key in mine and isinstance(theirs[key], Mapping) and "in" not in mine[key]}
    return {key: {**theirs[key], **mine[key]} if key in inner else each for key, each in both.items()}
