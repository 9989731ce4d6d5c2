"""What a view is: a folder of `compute.py`, `fields.py` and `page.py`, and a declaration from which the rest follows.

`compute.py` has the function of the view's name, which is the Python API; `fields.py` says what JSON, CSV, the schema
and a frame hold; `page.py` says what people see. All are loaded when they are needed, so that help comes at once.
"""

import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from csmetrics.errors import CsmetricsError
from csmetrics.output.formats import DEFAULT, FORMATS, Canvas, Format, Sheet
from csmetrics.sources.databases.names import called
from csmetrics.views.options import Option

if TYPE_CHECKING:
    import pandas as pd

    from csmetrics.errors import Problem
    from csmetrics.figures.model import Remark
    from csmetrics.output.fields import FieldKind, Lines
    from csmetrics.output.page import Page
    from csmetrics.output.plot import Plot
    from csmetrics.tables.file_record import Source

IN_NOTEBOOK = 50  # lines of a list
BREACH = 3  # exit status: a threshold is breached, or a published figure would change


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, the day it is, and what the answer is written in.

    `usual` holds what people get where they have typed nothing, and programs do not: a limit.
    """

    options: Mapping[str, Any]
    today: date
    format: Format
    width: int
    usual: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.options[name]

    def for_function(self, function: Callable[..., Any]) -> dict[str, Any]:
        """What was typed of the parameters that a function has."""
        typed = {name: value for name, value in self.options.items() if value is not None}
        known = {**(self.usual if self.format.for_people else {}), **typed, "today": self.today}
        return {name: known[name] for name in inspect.signature(function).parameters if name in known}


def for_figures(asked: Asked) -> dict[str, Any]:
    """What is read of the files where nothing but figures is shown."""
    return {
        "detail": False,
        "partition": True,
        "attributes": asked["by"],
        "metrics": asked["metrics"],
        "partial": asked["in_part"],
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """What is written, and what is said beside it: rows left out, files that cannot be used, breaches, an exit status.

    `text` stands in the place of a sheet where nothing is shown; `sources` are the files read, `rules` those in force.
    """

    sheet: Sheet | None = None
    text: str = ""
    sources: "Iterable[Source] | None" = None
    problems: "Sequence[Problem]" = ()
    notes: Sequence[str] = ()
    unusable: "Mapping[str, Sequence[Problem]]" = field(default_factory=dict)
    missing: bool = False
    breaches: "Sequence[Remark]" = ()
    said: Sequence[str] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    status: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One thing to be shown, by the name of its folder.

    The command: `help`, `example`, `options`; `fits` says what is wrong with options that exclude one another. Of a
    view of files `reads` says what is read of them, `adds` what its function is told beside the options, `shown` the
    options that its page takes, `instead` the view to be shown in its place. `answers` does all of that another way.
    `usual_format` is the format where none is named.

    Where the folder has them, `pictures.py` draws the result for `plot`, and `book.py` writes its workbook.
    """

    name: str
    help: str = ""
    example: str = ""
    options: tuple[Option, ...] = ()
    doing: Callable[[Asked], str] = lambda asked: f"Reading {called(asked['data'])}"
    fits: Callable[[Asked], str] = lambda _: ""
    reads: Callable[[Asked], dict[str, Any]] = lambda _: {}
    adds: Callable[[Asked], dict[str, Any]] = lambda _: {}
    shown: tuple[str, ...] = ()
    instead: Callable[[Asked], str] = lambda _: ""
    answers: "Callable[[View, Asked], Answer] | None" = None
    usual_format: str = DEFAULT.name

    def part(self, file: str) -> Any:
        """A file of the folder."""
        return importlib.import_module(f"csmetrics.views.{self.name}.{file}")

    def load(self, form: Format) -> None:
        """Have the code at hand that computes, and that writes a format."""
        for file in ("compute", "page" if form.for_people else "fields"):
            self.part(file)

    def function_of(self, file: str, name: str) -> "Callable[..., Any] | None":
        """A function of a file that not every view has."""
        there = find_spec(f"csmetrics.views.{self.name}.{file}")
        return getattr(self.part(file), name, None) if there else None

    @property
    def compute(self) -> Callable[..., Any]:
        """The function of the Python API."""
        function: Callable[..., Any] = getattr(self.part("compute"), self.name)
        return function

    @property
    def document(self) -> "FieldKind":
        """What JSON says, and its schema."""
        kind: FieldKind = self.part("fields").DOCUMENT
        return kind

    @property
    def lines(self) -> "Lines":
        """What CSV and a frame say."""
        lines: Lines = self.part("fields").LINES
        return lines

    @property
    def page(self) -> "Callable[..., Page]":
        """What people see of a result."""
        page: Callable[..., Page] = self.part("page").page
        return page

    def sheet(self, result: Any, **shown: Any) -> Sheet:
        """A result to be written in any format; `shown` is what people may ask of the page."""
        page, book = partial(self.page, result, **shown), self.function_of("book", "book")
        about = getattr(self.part("page"), "about", None)
        return Sheet(
            page,
            partial(self.values, result),
            partial(self.rows, result),
            lambda: tuple(self.lines.columns(result)),
            partial(about, result) if about else page,
            getattr(result, "sources", ()),
            partial(book, result) if book else None,
        )

    def values(self, result: Any) -> dict[str, Any]:
        """A result as plain values."""
        plain = self.document.plain
        values: dict[str, Any] = plain(result) if plain else result
        return values

    def rows(self, result: Any) -> Iterator[list[Any]]:
        """A result as lines of a table, the header first."""
        return self.lines.rows(result)

    def frame(self, result: Any) -> "pd.DataFrame":
        """A result as a DataFrame: the lines of CSV, or what `FRAME` has beside them."""
        from csmetrics.output.frame import frame_of  # noqa: PLC0415  # pandas is slow to import

        fields = self.part("fields")
        return frame_of(fields.FRAME if hasattr(fields, "FRAME") else fields.LINES, result)

    @property
    def whole(self) -> dict[str, bool]:
        """What is asked of the page where everything is shown, and no option can be given to see the rest."""
        return {"every": True} if "every" in self.shown else {}

    def fragment(self, result: Any) -> str:
        """The page of a result for a notebook, of lists the first lines alone."""
        from csmetrics.output.html import fragment  # noqa: PLC0415  # few ask for it
        from csmetrics.views.brief import few_of  # noqa: PLC0415

        return fragment(self.page(few_of(self.name, result, IN_NOTEBOOK), **self.whole))

    def plot(self, result: Any) -> "Plot":
        """The pictures of a result. Raises CsmetricsError where there are none."""
        from csmetrics.output.plot import Plot  # noqa: PLC0415

        pictures = self.function_of("pictures", "pictures")
        found = pictures(result) if pictures else []
        if not found:
            raise CsmetricsError(f"{result!r} has no picture. to_frame() has its numbers.")
        return Plot(found)

    def write(self, result: Any, form: str, *, width: int = 80, colour: bool = False, **shown: Any) -> Any:
        """A result in a format, as text or bytes."""
        return FORMATS[form].write(self.sheet(result, **shown), Canvas(width, colour))
