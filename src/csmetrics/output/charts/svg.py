"""The marks that every chart is made of: text, lines, boxes. Everything that comes from outside is escaped here."""

import math
from collections.abc import Iterable

from csmetrics.output.html.markup import number
from csmetrics.output.html.markup import text as inert
from csmetrics.output.sentences import printable

SMALL = 11.0  # the size of an axis' text, in units of the picture
LETTERS = 11.5
STRONG = 12.5
NAME = "name"  # the look of what somebody called a thing

_LONGEST_TIP = 300
_HATCH = 6.0  # between two lines of a hatched box, along its side
_NARROW = frozenset("ijl.,:;'|!()[]{}/ \u202f\u00a0")
_WIDE = frozenset("mwMW%@\N{HORIZONTAL ELLIPSIS}\N{EM DASH}")
_WIDEST = 0x1100  # from here on letters may be as wide as they are high


def at(*numbers: float) -> str:
    """Coordinates to a tenth.

    >>> at(1.25, -0.04, 10)
    '1.2 0 10'
    """
    return " ".join(f"{round(number, 1) + 0.0:.1f}".removesuffix(".0") for number in numbers)


def picture(size: tuple[float, float], label: str, marks: Iterable[str], css: str = "") -> str:
    """A whole drawing; `label` is what a reader who does not see it is told."""
    name = f"cs-chart {css}".strip()
    box = at(0, 0, *size)
    return f'<svg class="{name}" viewBox="{box}" role="img" aria-label="{inert(label)}">{"".join(marks)}</svg>'


def text(x: float, y: float, words: str, css: str, anchor: str = "") -> str:
    """A line of text, numbers in it as print sets them, names as they are; `anchor` is middle or end of it at x."""
    if not words:
        return ""
    said = inert(words) if css == NAME else number(words)
    place = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{at(x)}" y="{at(y)}"{place} class="{css}">{said}</text>'


def path(steps: str, css: str) -> str:
    """A line along the steps."""
    return f'<path class="{css}" d="{steps}"/>' if steps else ""


def polyline(places: Iterable[tuple[float, float]]) -> str:
    """The steps of a line through the places.

    >>> polyline([(0, 1), (2, 3)])
    'M0 1L2 3'
    """
    steps = "L".join(at(x, y) for x, y in places)
    return f"M{steps}" if steps else ""


def dot(x: float, y: float, radius: float, css: str) -> str:
    """A point."""
    return f'<circle class="{css}" cx="{at(x)}" cy="{at(y)}" r="{at(radius)}"/>'


def box(x: float, y: float, wide: float, high: float, css: str, *, tip: str = "") -> str:
    """A box, with what it says when it is pointed at."""
    sides = f'x="{at(x)}" y="{at(y)}" width="{at(max(wide, 0))}" height="{at(max(high, 0))}"'
    inside = f"><title>{number(cut(tip))}</title></rect>" if tip else "/>"
    return f'<rect class="{css}" {sides}{inside}'


def filled(x: float, y: float, wide: float, high: float, css: str) -> str:
    """A box of a colour; one of `bad` is hatched as well, by lines that end at its sides."""
    if css != "bad":
        return box(x, y, wide, high, css)
    return box(x, y, wide, high, css) + path(_hatching(x, y, wide, high), "hatch")


def boxes(sides: Iterable[tuple[float, float, float, float]], css: str) -> str:
    """Very many slim boxes in one stroke."""
    return path("".join(f"M{at(x, y)}h{at(wide)}v{at(high)}h{at(-wide)}z" for x, y, wide, high in sides), f"{css} slim")


def _hatching(x: float, y: float, wide: float, high: float) -> str:
    """Lines that rise to the right, from side to side of a box that is wide enough for them to be seen."""
    if min(wide, high) < 3:  # noqa: PLR2004  # smaller than this it is but a stroke
        return ""
    lines = []
    for nth in range(1, math.ceil((wide + high) / _HATCH)):
        along = nth * _HATCH  # from the upper left corner
        left, right = max(0.0, along - high), min(wide, along)
        lines.append(f"M{at(x + left, y + along - left)}L{at(x + right, y + along - right)}")
    return "".join(lines)


def width(words: str, size: float = LETTERS) -> float:
    """About how wide a text is, or its beginning, if that is wider than any picture already."""
    return size * sum(map(_letter, printable(words[:_LONGEST_TIP])))


def _letter(sign: str) -> float:
    """The width of a letter in a usual font without serifs, of its size."""
    if sign in _NARROW:
        return 0.3
    if sign in _WIDE:
        return 0.9
    if ord(sign) >= _WIDEST:
        return 1.0
    return 0.68 if sign.isupper() else 0.56


def fitted(words: str, room: float, size: float = LETTERS) -> str:
    """As much of a text as there is room for, with an ellipsis where it is cut.

    >>> fitted("Customers", 100), fitted("Customers of long standing", 60)
    ('Customers', 'Custom…')
    """
    if width(words[:_LONGEST_TIP], size) <= room and len(words) <= _LONGEST_TIP:
        return words
    room -= width("\N{HORIZONTAL ELLIPSIS}", size)
    kept = 0
    while kept < len(words) and room >= width(words[kept], size):
        room -= width(words[kept], size)
        kept += 1
    return words[:kept].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def wrapped(words: str, room: float, size: float = LETTERS, most: int = 2) -> tuple[str, ...]:
    """A text in at most so many lines, the last one cut where it must be.

    >>> wrapped("not asked before April 2025", 80)
    ('not asked', 'before Apri…')
    """
    lines = [""]
    for word in words[:_LONGEST_TIP].split():
        longer = f"{lines[-1]} {word}".strip()
        if len(lines) == most or not lines[-1] or width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(fitted(line, room, size) for line in lines if line)


def cut(words: str) -> str:
    """A text that is pointed at, cut where it would fill the screen."""
    return words if len(words) <= _LONGEST_TIP else words[: _LONGEST_TIP - 1] + "\N{HORIZONTAL ELLIPSIS}"
