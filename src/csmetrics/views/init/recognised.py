"""Which table a file is: a known export, a table of ours by name, or one that only you can name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from csmetrics.columns import Column, Table
from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import CsmetricsError
from csmetrics.layouts.apply import Decision, applied, undecided
from csmetrics.layouts.folder import headers_in
from csmetrics.layouts.folder_headers import FolderHeaders, table_of
from csmetrics.layouts.model import Layout
from csmetrics.layouts.recognise import candidates
from csmetrics.layouts.registry import layouts
from csmetrics.sources.opening import header_of
from csmetrics.synonyms import LIKELY, ONE_FOR_ALL, SAME, SAME_IN_SHAPE, folded
from csmetrics.tables.table_files import named_after
from csmetrics.views.init.form import form_of
from csmetrics.views.init.inspection import InspectedFile, Look, look_at

FITS: Mapping[str, tuple[str, ...]] = {
    "date": ("dates",),
    "money": ("numbers", "whole numbers"),
    "number": ("numbers", "whole numbers"),
    "count": ("whole numbers",),
    "score": ("whole numbers", "text"),
    "id": ("text", "whole numbers", "e-mail addresses"),
    "text": ("text",),
    "category": ("text", "whole numbers", "yes or no"),
}
"""Which kinds of values a column of ours may hold."""
RATES = "rates.csv"


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file and the table it is taken for, by a layout or by its columns; those `missing` are for you to name."""

    looked: InspectedFile
    table: str | None = None
    layout: Layout | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    problem: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)  # how it is written, where that has to be said

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.looked.file

    def own(self, more: Mapping[str, Any] | None = None) -> TableConfig:
        """What csmetrics.yaml says of the table, with what is to be tried beside it."""
        return TableConfig.model_validate(merged(self.settings, more or {}))

    def in_force(self, more: Mapping[str, Any] | None = None) -> TableConfig:
        """The same with what the layout says."""
        own = self.own(more)
        return applied(self.layout, self.looked.header, own, self.looked.cells) if self.layout else own

    def decisions(self) -> tuple[Decision, ...]:
        """What the layout leaves open."""
        return undecided(self.layout, self.looked.header, self.own(), self.looked.cells) if self.layout else ()

    def header_of(self, ours: str) -> str | None:
        """The column of the file that is a column of ours."""
        columns = self.in_force().columns
        if ours in columns:
            return columns[ours]
        return _by_name(TABLES[self.table], ours, self.looked.header) if self.table else None


def known_files(folder: Path) -> list[RecognisedFile]:
    """Every file that may hold a table, in the order of their names, and what it is taken for."""
    headers, known = headers_in(folder, Config()), layouts(folder)
    return [_known(headers, name, known) for name in headers.present if name != RATES]


def _known(headers: FolderHeaders, name: str, known: Mapping[str, Layout]) -> RecognisedFile:
    if not _can_be_named(name):
        shown = name.encode(errors="replace").decode()
        return RecognisedFile(InspectedFile(shown, (), 0), problem="csmetrics.yaml cannot hold its name. Rename it.")
    form, config = form_of(headers.folder / name), headers.config
    header = _header(headers, name, form)
    table = table_of(name) if headers.is_ours(name) else None
    layout = None if table else next(iter(candidates(header, known)), None)
    own = TableConfig.model_validate(form)
    settings = applied(layout, header, own) if layout else config.table("").model_copy(update=form)
    try:
        looked = look_at(headers.folder / name, settings, headers.suits)
    except CsmetricsError as error:
        return RecognisedFile(InspectedFile(name, (), 0), problem=str(error))
    if layout:
        return RecognisedFile(looked, layout.table, layout, {"layout": layout.name, "file": name, **form}, form=form)
    guessed = RecognisedFile(looked, table) if table else _guessed(looked, named_after(_stem(name)))
    return replace(guessed, settings={**guessed.settings, **form} if guessed.table else {}, form=form)


def _header(headers: FolderHeaders, name: str, form: Mapping[str, Any]) -> Sequence[str]:
    if not form:
        return headers.of(name)
    settings = headers.config.table("").model_copy(update=form)
    try:
        return header_of(headers.folder / name, settings, headers.suits)
    except CsmetricsError:
        return ()


def _can_be_named(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _stem(name: str) -> str:
    return name.partition(".")[0]


def _guessed(looked: InspectedFile, table: str | None) -> RecognisedFile:
    """A file that bears the name of a table: which columns it must have it has, and which are for you to name."""
    if table is None:
        return RecognisedFile(looked)
    missing = [name for name in TABLES[table].required() if _by_name(TABLES[table], name, looked.header) is None]
    standard = folded(_stem(looked.file)) == table
    return RecognisedFile(looked, table, settings={} if standard else {"file": looked.file}, missing=tuple(missing))


def _by_name(table: Table, ours: str, header: Sequence[str]) -> str | None:
    """The one column of a file that has the name of ours, or another name of the field for it."""
    by_name = {folded(name): name for name in header}
    names = (ours, *SAME.get(table.name, {}).get(ours, ()))
    return next((by_name[folded(name)] for name in names if folded(name) in by_name), None)


def may_be(table: Table, ours: str, looked: InspectedFile) -> list[Look]:
    """The columns of a file that a column of ours may be: those that its name suggests, else by what they hold."""
    column, kinds = table.columns[ours], kinds_of(table.columns[ours])
    names = names_of(table, ours)
    fitting = [look for look in looked.columns if look.kind in kinds]
    named = [look for look in fitting if folded(look.name) in names]
    by_kind = sorted(fitting, key=lambda look: kinds.index(look.kind))
    likely = sorted(named, key=lambda look: names.index(folded(look.name)))
    return likely or [look for look in by_kind if _plausible(column, look)]


def kinds_of(column: Column) -> tuple[str, ...]:
    """Which kinds of values may stand in a column of ours."""
    return ("months", *FITS[column.type]) if column.month else FITS[column.type]


def _plausible(column: Column, look: Look) -> bool:
    """Whether what stands in a column could be one of ours."""
    if column.type == "id":
        return look.different > 1
    return not column.choices or look.different <= 2 * len(column.choices)


def one_for_all(ours: str) -> bool:
    """Whether one value for every row can stand in for a column."""
    return ours in ONE_FOR_ALL


def names_of(table: Table, ours: str) -> list[str]:
    """What a column of ours is called, and what is often meant to be it, folded."""
    same = (*SAME.get(table.name, {}).get(ours, ()), *SAME_IN_SHAPE.get(table.shape, {}).get(ours, ()))
    return [folded(name) for name in (ours, *same, *LIKELY.get(table.name, {}).get(ours, ()))]


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The lines of a table and further ones, those of a section put together."""
    both = {**one, **other}
    inner = {key for key in one if isinstance(one[key], Mapping) and isinstance(other.get(key), Mapping)}
    return {key: {**one[key], **other[key]} if key in inner else each for key, each in both.items()}


def with_lines(known: RecognisedFile, lines: Mapping[str, Any]) -> RecognisedFile:
    """The same file with more lines under its table."""
    return replace(known, settings=merged(known.settings, lines)) if lines else known
