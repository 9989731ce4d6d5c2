"""The JSON Schemas as a list, and one of them whole."""

from collections.abc import Sequence

from csmetrics.output.page import Cell, Drawing, Page, TableSection, Title, lines, one_table
from csmetrics.output.sentences import count_of, text_columns
from csmetrics.views.schema.fields import Schema


def page(schemas: Sequence[Schema], *, whole: bool = False) -> Page:
    """Name and meaning of each; or the text of the first, to be copied."""
    if whole:
        return (Drawing(lambda _width, _colour: schemas[0].text, "json"),)
    rows = tuple((Cell(each.name, code=True), Cell(each.schema["description"])) for each in schemas)
    return (
        Title(count_of(len(schemas), "schema")),
        one_table(text_columns("name", "describes"), [TableSection("", rows)]),
        lines("One of them: csmetrics schema NAME", tone="quiet"),
    )
