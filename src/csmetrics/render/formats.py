"""The four forms in which anything can be shown, and what a thing must offer to be shown in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from csmetrics.render.page import Page

Form = Literal["table", "json", "csv", "markdown"]
FORMS: tuple[Form, ...] = get_args(Form)
Rows: TypeAlias = "Iterable[list[Any]]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A thing that can be shown: its page for people, its values for JSON, its rows (header first) for CSV."""

    page: Callable[[], Page]
    values: Callable[[], Mapping[str, Any]]
    rows: Callable[[], Rows]


def write(sheet: Sheet, form: Form, *, width: int = 80, colour: bool = False) -> str:
    """The sheet's text; width and colour matter to the table alone."""
    # ruff: disable[PLC0415]  # one form is asked for, and the others, rich above all, take time to import
    if form == "json":
        from csmetrics.render.as_json import as_json

        return as_json(sheet.values())
    if form == "csv":
        from csmetrics.render.as_csv import as_csv

        return as_csv(sheet.rows())
    if form == "markdown":
        from csmetrics.render.as_markdown import as_markdown

        return as_markdown(sheet.page())
    from csmetrics.render.as_table import as_table

    # ruff: enable[PLC0415]
    return as_table(sheet.page(), width=width, colour=colour)
