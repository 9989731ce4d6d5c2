"""How cells look: the number formats of the units, and the few fonts and colours of every workbook."""

from collections.abc import Mapping
from typing import Any

NUMBERS: Mapping[str, str] = {
    "count": "#,##0",
    "money": "#,##0.00",
    "whole money": "#,##0",
    "fraction": "0.0 %",
    "points": "0.0",
    "score": "0.00",
    "ratio": "0.00",
    "months": "0.0",
    "years": "0.0",
    "day": "yyyy-mm-dd",
    "plain": "General",
}
CHANGES: Mapping[str, str] = {
    "count": "+#,##0;-#,##0;0",
    "money": "+#,##0.00;-#,##0.00;0",
    "whole money": "+#,##0;-#,##0;0",
    "fraction": '+0.0 "pp";-0.0 "pp";0.0 "pp"',
    "points": "+0.0;-0.0;0.0",
    "score": "+0.00;-0.00;0.00",
    "ratio": "+0.00;-0.00;0.00",
    "months": "+0.0;-0.0;0.0",
    "years": "+0.0;-0.0;0.0",
}
INK, QUIET, BLUE, GOOD, BAD, PALE, RULE, INPUT = (
    "#14181F", "#58616E", "#1B4F9C", "#0D6A4D", "#A8351C", "#EEF2F8", "#C9D0DA", "#FFF6D6",
)  # fmt: skip
FONT = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "title": {"bold": True, "font_size": 16},
    "part": {"bold": True, "font_size": 12, "font_color": BLUE},
    "head": {"bold": True, "bg_color": PALE, "bottom": 1, "bottom_color": INK, "text_wrap": True, "valign": "bottom"},
    "head right": {
        "bold": True, "bg_color": PALE, "bottom": 1, "bottom_color": INK, "text_wrap": True, "valign": "bottom",
        "align": "right",
    },
    "head word": {
        "bold": True, "bg_color": PALE, "bottom": 1, "bottom_color": INK, "text_wrap": True, "valign": "bottom",
        "align": "left", "indent": 1,
    },
    "strong": {"bold": True},
    "total": {"bold": True, "top": 1, "top_color": INK},
    "quiet": {"font_color": QUIET},
    "word": {"align": "left", "indent": 1},  # without the align, an indent moves nothing
    "quiet word": {"font_color": QUIET, "align": "left", "indent": 1},
    "wrapped": {"text_wrap": True},
    "quiet wrapped": {"font_color": QUIET, "text_wrap": True},
    "input": {"bg_color": INPUT, "font_color": BLUE, "border": 1, "border_color": RULE},
    "verdict": {"bold": True, "font_size": 12},
}  # fmt: skip

_WHOLE = 100  # as on a page: money is whole from a hundred on


def form_of(unit: str, *values: float | None) -> str:
    """The format of values that stand together: of money whole, where one of them is large.

    >>> form_of("money", 12.5, None), form_of("money", 12.5, -250), form_of("count", 250)
    ('money', 'whole money', 'count')
    """
    large = any(value is not None and abs(value) >= _WHOLE for value in values)
    return "whole money" if unit == "money" and large else unit


def change_form(unit: str, value: float | None, change: float | None) -> str:
    """The format of a change: that of its value, unless nothing of the change would be left.

    >>> change_form("money", 12_558, 643), change_form("money", 12_558, -0.2), change_form("money", 33, -1.83)
    ('+#,##0;-#,##0;0', '+#,##0.00;-#,##0.00;0', '+#,##0.00;-#,##0.00;0')
    """
    lost = change is not None and abs(change) < 1
    return CHANGES[unit if lost else form_of(unit, value)]
