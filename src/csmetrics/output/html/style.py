"""How a page looks: one stylesheet, that of its pictures with it."""

import re
from functools import cache
from importlib.resources import files

from csmetrics.output.charts import STYLE

_PLAIN = re.compile(r"[^A-Za-z0-9 ,.()]")


@cache
def style(*, charts: bool, within: bool = False) -> str:
    """The stylesheet, that of charts where there are some; `within` a page of somebody else it touches ours alone."""
    ours = _short(files(__package__).joinpath("style.css").read_text(encoding="utf-8"))
    whole = ours + (_short(STYLE) if charts else "")
    return f".csm{{{whole.replace('.csm', '&')}}}" if within else whole


def margins(title: str, paper: str = "") -> str:
    r"""The foot of printed pages: the title and the number of the page.

    >>> margins("</style>").partition("content:")[2].partition(";")[0]
    '"\\3c \\2f style\\3e "'
    """
    said = _PLAIN.sub(lambda sign: f"\\{ord(sign[0]):x} ", title)
    look = "font:8pt Arial,sans-serif;color:#58616e"
    return (
        f'@page{{{f"size:{paper};" if paper else ""}margin:14mm 14mm 16mm;@bottom-left{{content:"{said}";{look}}}'
        f'@bottom-right{{content:counter(page) " of " counter(pages);{look}}}}}'
    )


def _short(css: str) -> str:
    """Without remarks and the spaces that only we need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).replace(": ", ":").replace(";}", "}").strip()
