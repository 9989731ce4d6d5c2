"""Text as HTML: what a file says never becomes a tag, and a number stands as print sets it."""

import re
from html import escape

from csmetrics.output.page import Tone
from csmetrics.output.sentences import printable

_LONE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # halves of a sign, and what no XML may hold
_MINUS = re.compile(r"(?<![\w.])-(?=\d)")
_MINUS_WITHIN = re.compile(r"(?<=[\s(])-(?=\d)")
_TYPED = re.compile(r"`([^`]+)`|(?<!\S)(--[a-z][a-z-]*(?: (?:[A-Z]+|\d+|json|csv)\b)?)")
_DAY = re.compile(r"\b\d{4}-(?:\d\d(?:-\d\d)?|Q\d)\b")  # is never broken
_UNIT = re.compile(r"(?<=\d) (?=%|pp\b)")
_CLASSES: dict[Tone, str] = {"plain": "", "strong": "b", "quiet": "q", "good": "good", "bad": "bad"}


def text(said: str) -> str:
    """Any text, inert.

    >>> text('<script>"R&D"')
    '&lt;script&gt;&quot;R&amp;D&quot;'
    """
    return escape(_LONE.sub("\N{REPLACEMENT CHARACTER}", printable(said)))


def number(said: str) -> str:
    """A number with a true minus sign, its unit never on the next line.

    >>> number("-1.4 pp").encode("ascii", "xmlcharrefreplace")
    b'&#8722;1.4&#8239;pp'
    """
    return text(_UNIT.sub("\N{NARROW NO-BREAK SPACE}", _MINUS.sub("\N{MINUS SIGN}", said)))


def prose(said: str) -> str:
    """A text with true minus signs within it, but not where it begins, for that may be a name.

    >>> prose("-12 fell by -3.5").encode("ascii", "xmlcharrefreplace")
    b'-12 fell by &#8722;3.5'
    """
    return text(_UNIT.sub("\N{NARROW NO-BREAK SPACE}", _MINUS_WITHIN.sub("\N{MINUS SIGN}", said)))


def heading(said: str) -> str:
    """A heading, its days and months whole.

    >>> heading("NPS: 2026-09")
    'NPS: <span class="o">2026-09</span>'
    """
    return _DAY.sub(lambda day: f'<span class="o">{day[0]}</span>', prose(said))


def sentence(said: str) -> str:
    """A sentence of ours, what a person would type set apart.

    >>> sentence("Unless `surveys: nps` says otherwise; --all shows <more>")
    'Unless <code>surveys: nps</code> says otherwise; <code>--all</code> shows &lt;more&gt;'
    """
    return _TYPED.sub(lambda found: f"<code>{found[1] or found[2]}</code>", heading(said))


def classes(*names: str) -> str:
    """The attribute, or nothing.

    >>> classes("n", "", "q"), classes("")
    (' class="n q"', '')
    """
    there = " ".join(filter(None, names))
    return f' class="{there}"' if there else ""


def linked(drawn: str, anchor: str) -> str:
    """What is drawn, as a link to a part of the page, if it has an anchor.

    >>> linked("NPS", "d-nps"), linked("NPS", "")
    ('<a class="ref" href="#d-nps">NPS</a>', 'NPS')
    """
    return f'<a class="ref" href="#{text(anchor)}">{drawn}</a>' if anchor else drawn


def tone_class(tone: Tone) -> str:
    """How a tone is called in the stylesheet."""
    return _CLASSES[tone]
