"""What a question gives: a frozen record, which the view of it turns into a frame."""

import importlib
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pandas as pd


class Framed:
    """What the function of a view returns; the class names its view."""

    __slots__ = ()
    shown_by: ClassVar[str] = ""

    def __init_subclass__(cls, *, view: str = "", **more: Any) -> None:
        """Keep the name of the view; a dataclass with slots makes the class twice, and says it once."""
        super().__init_subclass__(**more)
        if view:
            cls.shown_by = view

    def to_frame(self) -> "pd.DataFrame":
        """The lines that --format csv writes, as a DataFrame: whole numbers whole, days as days, NaN for nothing."""
        frame: pd.DataFrame = importlib.import_module(f"csmetrics.views.{self.shown_by}").VIEW.frame(self)
        return frame
