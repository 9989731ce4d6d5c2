"""The exports that are found in a folder: which files they are, and what csmetrics.yaml would say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path

from csmetrics.config import Config, TableConfig
from csmetrics.errors import DataError, Problem, UnknownSettingError, did_you_mean
from csmetrics.layouts.apply import Decision, applied, plain, undecided
from csmetrics.layouts.date_order import CellsOf, no_cells
from csmetrics.layouts.folder_headers import FolderHeaders, HeaderCells, matching
from csmetrics.layouts.model import Layout
from csmetrics.layouts.paste import lines_of, naming
from csmetrics.layouts.recognise import fits, lacking, recognised
from csmetrics.layouts.registry import layouts
from csmetrics.paths import names_in
from csmetrics.sources.opening import files_of

BY_HAND = ("file", "sheet", "database", "sql", "header_row", "skip_rows", "shape", "columns", "constants", "compute")
"""Keys that tell which file a table is and how it stands there: where one is said, nothing is recognised."""


def with_exports(headers: FolderHeaders) -> Config:
    """The configuration of a folder with what is to be said of its exports. Raises what with_layouts raises."""
    exports, config = Exports(headers), headers.config
    found = {**exports.named(), **exports.recognised()}
    _refuse_undecided(found)
    settings = {name: export.settings for name, export in found.items()}
    return config.model_copy(update={"tables": {**config.tables, **settings}})


@dataclass(frozen=True, slots=True)
class Export:
    """A file that is an export of another system: for which table, by which layout, and what you say of it yourself."""

    file: str
    table: str
    layout: Layout
    header: HeaderCells
    own: TableConfig
    date_format: str | None  # what the top of csmetrics.yaml says of all files
    cells: CellsOf

    @property
    def settings(self) -> TableConfig:
        """What is to be said of the table."""
        made = applied(self.layout, self.header, self.own, self.cells)
        update = {"file": self.own.file or self.file, "layout": self.layout.name}
        return made.model_copy(update=update).read_as(self.layout.title)

    @property
    def open(self) -> tuple[Decision, ...]:
        """What is left to decide before anything is reported."""
        said = self.own.model_copy(update={"date_format": self.own.date_format or self.date_format})
        return tuple(each for each in undecided(self.layout, self.header, said, self.cells) if each.stops)


@dataclass(frozen=True)
class Exports:
    """The exports in a folder under a configuration."""

    headers: FolderHeaders

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.headers.folder

    @property
    def config(self) -> Config:
        """What csmetrics.yaml says itself."""
        return self.headers.config

    def recognised(self) -> dict[str, Export]:
        """The files that are known by themselves, by table. Raises DataError where two could be one table."""
        found: dict[str, list[Export]] = {}
        for name in self.headers.foreign():
            layout = recognised(self.headers.of(name), self.layouts)
            if layout and self._is_free(layout.table):
                own = self.config.tables.get(layout.table, TableConfig())
                found.setdefault(layout.table, []).append(self._export(name, layout, own))
        for table, exports in found.items():
            self._refuse_two(table, exports)
        return {table: exports[0] for table, exports in found.items()}

    def named(self) -> dict[str, Export]:
        """The tables whose layout csmetrics.yaml names. Raises DataError where it does not fit the file."""
        named = ((table, own) for table, own in self.config.tables.items() if own.layout)
        return {table: export for table, own in named if (export := self._named(table, own, own.layout or ""))}

    @cached_property
    def layouts(self) -> Mapping[str, Layout]:
        """The layouts there are, those of the folder included."""
        return layouts(self.folder)

    def _is_free(self, table: str) -> bool:
        """Whether nothing is said of a table that tells which file it is and how it stands there."""
        own = self.config.tables.get(table)
        return own is None or not (own.layout or set(plain(own)).intersection(BY_HAND))

    def _refuse_two(self, table: str, exports: Sequence[Export]) -> None:
        known = {export.file for export in exports}
        beside = [name for name in files_of(table, self.folder, self.headers.present) if name not in known]
        if len(exports) + len(beside) == 1:
            return
        said = [f"{export.file} ({export.layout.title})" for export in exports] + beside
        lines = [f"{table}: {{layout: {export.layout.name}, file: {_quoted(export.file)}}}" for export in exports]
        lines += [f"{table}: {{file: {_quoted(name)}}}" for name in beside]
        raise DataError(
            f"{' and '.join(said)} in {self.folder} could each be {table}. Say which one in csmetrics.yaml under"
            f" tables:\n" + "\n".join(f"  {line}" for line in lines)
        )

    def _named(self, table: str, own: TableConfig, name: str) -> Export | None:
        layout = self._layout(table, name)
        if own.database:
            raise DataError(f"csmetrics.yaml, tables: {table}: a layout is for files. Take layout or database out.")
        file = self._file_of(table, own, layout)
        if file is None:
            return None
        self._refuse_other_headers(file, layout, own)
        return self._export(file, layout, own)

    def _export(self, file: str, layout: Layout, own: TableConfig) -> Export:
        """A file as what it is, with its cells, each column of which is read once and only if somebody asks."""
        names = matching(own, self.folder, names_in(self.folder)) or [file]
        of_file = self.config.table(layout.table)
        cells = no_cells if own.date_format else cache(partial(self.headers.cells, names, of_file))
        return Export(file, layout.table, layout, self.headers.of(file), own, self.config.date_format, cells)

    def _layout(self, table: str, name: str) -> Layout:
        if name not in self.layouts:
            known = f" There are {', '.join(self.layouts)}."
            hint = did_you_mean(name, self.layouts) or known
            raise UnknownSettingError(f"csmetrics.yaml, tables: {table}: no layout is called {name}.{hint}")
        layout = self.layouts[name]
        if layout.table != table:
            fix = f"Write layout: {name} under {layout.table}."
            raise DataError(f"csmetrics.yaml, tables: {table}: {layout.title} is {layout.table}. {fix}")
        return layout

    def _file_of(self, table: str, own: TableConfig, layout: Layout) -> str | None:
        """The file that a layout is named for: the one that is named too, that of the table, or the one that fits."""
        if own.file:
            return next(
                iter(matching(own, self.folder, names_in(self.folder))), None
            )  # where it is not there, reading it says so
        if usual := files_of(table, self.folder, self.headers.present):
            return usual[0]
        fitting = [name for name in self.headers.unmentioned() if fits(layout, self.headers.of(name))]
        if len(fitting) == 1:
            return fitting[0]
        said = f"{' and '.join(fitting)} each have" if fitting else "no file has"
        fix = f"Name the file in csmetrics.yaml under tables: {table}: file: ..."
        columns = ", ".join(layout.header.required)
        raise DataError(f"In {self.folder} {said} the columns of {layout.title}: {columns}. {fix}")

    def _refuse_other_headers(self, file: str, layout: Layout, own: TableConfig) -> None:
        header = self.headers.of(file)
        missing = [name for name in lacking(layout, header) if name not in own.ignore] if header else []
        by_hand = {theirs for ours in own.columns for theirs in layout.columns.get(ours, ())}
        if missing := [name for name in missing if name not in by_hand]:
            has = f"The header has {', '.join(header)}."
            fix = f"{has} Take layout: {layout.name} out of csmetrics.yaml, or name another file."
            problem = f"no column {' and no column '.join(missing)}, by which {layout.title} is known"
            raise DataError(f"{file} cannot be used.", [Problem(file, 1, None, None, problem, fix)])


def _quoted(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").replace(".", "").isalnum() else f'"{name}"'


def _refuse_undecided(found: Mapping[str, Export]) -> None:
    """Raise DataError with the lines to choose from, for all that is left to decide."""
    open_ = [(export, each) for export in found.values() for each in export.open]
    if open_:
        files = " and ".join(dict.fromkeys(export.file for export, _ in open_))
        raise DataError(f"{files}: csmetrics needs your decision.", [_question(export, each) for export, each in open_])


def _question(export: Export, decision: Decision) -> Problem:
    """What is asked, and the lines of csmetrics.yaml to choose from."""
    indent = "\n      "
    lines = lines_of(decision)
    block = ["tables:", f"  {export.table}:", *(f"    {line}" for line in naming(export.layout))]
    text = indent.join([*block, *(f"    {line}" for line in lines)])
    fix = f"{decision.asks} Write into csmetrics.yaml, with one of the last {len(lines)} lines:{indent}{text}"
    return Problem(export.file, None, None, None, f"read as {export.layout.title}", fix)
