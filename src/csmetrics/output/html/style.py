"""How a page looks: one stylesheet, that of its pictures with it."""

import re
from functools import cache
from importlib.resources import files

from csmetrics.output.html.pictures import STYLE

_PLAIN = re.compile(r"[^A-Za-z0-9 ,.()]")


@cache
def style(*, within: bool = False) -> str:
    """The stylesheet; `within` a page of somebody else it touches nothing but ours."""
    ours = _short(files(__package__).joinpath("style.css").read_text(encoding="utf-8"))
    whole = ours + _short(STYLE)
    return f".csm{{{whole.replace('.csm', '&')}}}" if within else whole


def margins(title: str) -> str:
    r"""The foot of printed pages: the title and the number of the page.

    >>> margins("</style>")[60:120]
    '\\3c \\2f style\\3e ";font:8pt Arial,sans-serif;color:#58616e}@b'
    """
    said = _PLAIN.sub(lambda sign: f"\\{ord(sign[0]):x} ", title)
    look = "font:8pt Arial,sans-serif;color:#58616e"
    return (
        f'@page{{margin:14mm 14mm 16mm;@bottom-left{{content:"{said}";{look}}}'
        f'@bottom-right{{content:counter(page) " of " counter(pages);{look}}}}}'
    )


def _short(css: str) -> str:
    """Without remarks and the spaces that only we need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).replace(": ", ":").replace(";}", "}").strip()
