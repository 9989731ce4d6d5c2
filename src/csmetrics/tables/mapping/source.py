"""A source whose rows are taken and worked out as the configuration says, before anything is checked."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np

from csmetrics.arrays import nulls, to_arrow
from csmetrics.columns import Column, ColumnType, Table, attribute
from csmetrics.config import Config
from csmetrics.config.row_rules import bound_of
from csmetrics.errors import Problem, whole
from csmetrics.sources.source import Batch, Places, TableSource, TypedReadFailedError
from csmetrics.tables.cells import CellSettings
from csmetrics.tables.mapping.computed import Operands, worked_out
from csmetrics.tables.mapping.rules import RowRules, rules_for
from csmetrics.tables.mapping.where import Taken, no_row_is_left, taken

_READ = ("date", "money", "number", "count", "score")  # types in which a cell is no longer as it was written


def as_mapped(source: TableSource, table: Table, config: Config) -> TableSource:
    """The source with the rows that are taken, and with the columns that are worked out; itself where none are."""
    settings = config.table(table.name)
    return MappedSource(source, table, config) if settings.where or settings.compute else source


class MappedSource:
    """Another source's rows: those that `where` takes, with the columns of `compute`."""

    def __init__(self, source: TableSource, table: Table, config: Config) -> None:
        self._source, self._table = source, table
        self._settings = CellSettings(config.table(table.name), config.timezone, config.currency, name=table.name)
        self.typed = source.typed

    @property
    def places(self) -> Places:
        """How the other's rows are called."""
        return self._source.places

    @property
    def header(self) -> tuple[str, ...]:
        """The other's header."""
        return self._source.header

    def size(self) -> int:
        """The other's bytes."""
        return self._source.size()

    def fingerprint(self) -> str:
        """The other's: what is taken of it the configuration says."""
        return self._source.fingerprint()

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """The rows that are taken. Raises FileProblemError where there is none left."""
        asked = self._asked(wanted, careful=careful)
        kept, not_taken = 0, Counter[str]()
        for batch in self._source.batches(asked, careful=careful, in_blocks=in_blocks):
            mapped = self._mapped(batch, wanted, in_blocks=in_blocks)
            kept += len(mapped) + len(mapped.refused) + len(mapped.ragged)
            not_taken.update(mapped.not_taken)
            if not_taken and not kept and not in_blocks:
                raise no_row_is_left(batch.columns, not_taken.total(), self._rules.where, self.places)
            yield mapped
        if not_taken and not kept:
            raise no_row_is_left({}, not_taken.total(), self._rules.where, self.places)

    @cached_property
    def _rules(self) -> RowRules:
        return rules_for(self.header, self.places, self._settings.table)

    def _asked(self, wanted: Mapping[str, Column], *, careful: bool) -> dict[str, Column]:
        """The columns that the other is asked for; cells that are looked at are wanted as they are written."""
        made = set(self._rules.made.values())
        asked = {header: column for header, column in wanted.items() if header not in made}
        if not careful and self._rules.where:
            asked |= {name: _as_text(name) for name, column in asked.items() if self._is_open(column)}
        for header in self._rules.looked_at:
            if header not in asked or (not careful and asked[header].type in _READ):
                asked[header] = Column(header, self._kind(header), "") if careful else _as_text(header)
        return asked

    def _is_open(self, column: Column) -> bool:
        """Whether the rows that are taken tell alone how the numbers of a column are written."""
        return column.type in ("money", "number") and self._settings.table.for_column(column.name).decimal_sign is None

    def _kind(self, header: str) -> ColumnType:
        """As what the cells of a sheet are written: days, or numbers where they are some."""
        form = self._settings.of_header(header).form.date_format
        bounds = [
            bound_of(text, form)
            for name, each in self._rules.where
            if name == header
            for text in (each.above, each.at_least, each.below, each.at_most)
            if text is not None
        ]
        return "date" if any(hasattr(bound, "year") for bound in bounds) else "number"

    def _mapped(self, batch: Batch, wanted: Mapping[str, Column], *, in_blocks: bool) -> Batch:
        batch = self._taken(batch, in_blocks=in_blocks) if self._rules.where else batch
        made = {ours: header for ours, header in self._rules.made.items() if header in wanted}
        if not made:
            return batch
        given = Operands(batch.columns, batch.rows, self.places, self._settings)
        columns, bad = dict(batch.columns), np.zeros(len(batch), dtype=bool)
        problems: list[Problem] = []
        for ours, header in made.items():
            declared = self._table.columns.get(ours, attribute(ours))
            found = worked_out(declared, self._rules.compute[ours], given)
            self._refuse_parts(in_blocks=in_blocks, needs_whole=found.whole)
            columns[header] = found.array
            bad |= found.bad
            problems += found.problems
        if batch.typed and problems:
            raise TypedReadFailedError
        return _rows(replace(batch, columns=columns, refused=(*batch.refused, *problems)), ~bad)

    def _taken(self, batch: Batch, *, in_blocks: bool) -> Batch:
        """The rows of a batch that meet the conditions."""
        looked_at = self._looked_at(batch, in_blocks=in_blocks)
        found = taken(looked_at.columns, looked_at.rows, self._rules.where, self.places, self._settings)
        self._refuse_parts(in_blocks=in_blocks, needs_whole=found.whole)
        if batch.typed and (found.problems or _blank_lines(batch, found)):
            raise TypedReadFailedError
        if looked_at is batch:
            mask, ragged = found.mask, batch.ragged
        else:
            kept = np.asarray(looked_at.rows)[found.mask]
            mask = np.isin(np.asarray(batch.rows), kept)
            untold = {*kept.tolist(), *map(self.places.number, looked_at.ragged)}
            ragged = tuple(problem for problem in batch.ragged if self.places.number(problem) in untold)
        return _rows(replace(batch, ragged=ragged, refused=found.problems, not_taken=found.not_taken), mask)

    def _looked_at(self, batch: Batch, *, in_blocks: bool) -> Batch:
        """The columns that conditions look at, of all rows: those with a bad cell in another may well not be taken."""
        if not any(problem.column for problem in batch.ragged):
            return batch
        self._refuse_parts(in_blocks=in_blocks, needs_whole=True)
        headers = {header: Column(header, self._kind(header), "") for header, _ in self._rules.where}
        return next(self._source.batches(headers, careful=True))

    def _refuse_parts(self, *, in_blocks: bool, needs_whole: bool) -> None:
        if in_blocks and needs_whole:
            raise whole(self.places.locate(), "only the whole file tells how its cells are to be read", "")


def _as_text(header: str) -> Column:
    return Column(header, "text", "Looked at as it is written.")


def _blank_lines(batch: Batch, found: Taken) -> bool:
    """Whether a row that is not taken is a blank line, which is no row."""
    left = to_arrow(~found.mask)
    blank = [nulls(column.filter(left)) for column in batch.columns.values()]
    return bool(np.logical_and.reduce(blank).any())


def _rows(batch: Batch, mask: np.ndarray) -> Batch:
    """Some of the rows of a batch."""
    if mask.all():
        return batch
    kept = to_arrow(mask)
    columns = {name: column.filter(kept) for name, column in batch.columns.items()}
    return replace(batch, columns=columns, rows=np.asarray(batch.rows)[mask])
