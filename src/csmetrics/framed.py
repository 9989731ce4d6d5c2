"""What a question gives: a frozen record, which the view of it turns into a frame, a page or a picture.

What a person meets in Python says on one line what it is.
"""

import importlib
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


class Pictures(Protocol):
    """Pictures as SVG, which is their `str()`; a notebook shows them."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __getitem__(self, at: int) -> "Pictures":
        """One of them."""
        ...

    def save(self, path: "str | Path") -> None:
        """Write the only one to a file."""
        ...


def in_brief(thing: object, what: str) -> str:
    """A thing as Python shows it: `what` it is, by the name of its view or kind, says it in some words."""
    said: str = importlib.import_module("csmetrics.views.brief").brief_of(what, thing)
    return f"<{type(thing).__name__} {said}>"


class Framed:
    """What the function of a view returns; the class names its view."""

    __slots__ = ()
    shown_by: ClassVar[str] = ""

    def __init_subclass__(cls, *, view: str = "", **more: Any) -> None:
        """Keep the name of the view; a dataclass with slots makes the class twice, and says it once.

        What is said on one line stands in the class itself, or a dataclass would write all that it holds.
        """
        super().__init_subclass__(**more)
        cls.__repr__ = Framed.__repr__  # type: ignore[method-assign]
        if view:
            cls.shown_by = view

    def to_frame(self) -> "pd.DataFrame":
        """The lines that --format csv writes, as a DataFrame: whole numbers whole, days as days, NaN for nothing."""
        frame: pd.DataFrame = self._view().frame(self)
        return frame

    def plot(self) -> Pictures:
        """Its pictures, as SVG. Raises CsmetricsError where there is nothing to draw."""
        plot: Pictures = self._view().plot(self)
        return plot

    def _repr_html_(self) -> str:
        """What a notebook shows: the page of --format html."""
        page: str = self._view().fragment(self)
        return page

    def __repr__(self) -> str:
        """What it is, on one line."""
        return in_brief(self, self.shown_by)

    def _view(self) -> Any:
        return importlib.import_module(f"csmetrics.views.{self.shown_by}").VIEW
