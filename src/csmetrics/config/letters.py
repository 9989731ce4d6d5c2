"""The letters that somebody wrote, under what web forms and wrong encodings have made of them."""

import re
import unicodedata
from html import unescape

_APOSTROPHES = str.maketrans(
    dict.fromkeys(
        "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}"
        "\N{MODIFIER LETTER TURNED COMMA}\N{MODIFIER LETTER APOSTROPHE}\N{MODIFIER LETTER PRIME}\N{PRIME}"
        "\N{ACUTE ACCENT}`",
        "'",
    )
    | dict.fromkeys("\N{TRADE MARK SIGN}\N{SERVICE MARK}", " ")  # compatible letters, which would join the word
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_NESTED = 3  # how often a form may have encoded what was encoded already
# UTF-8 read in the encoding of Windows or of old Macs: quotation marks and dashes, and the accented small letters
_MANGLED = re.compile(
    "(?P<windows>\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}(?:\N{EURO SIGN}.?|[\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{DOUBLE LOW-9 QUOTATION MARK}].)|\N{LATIN CAPITAL LETTER A WITH TILDE}[\u00a0-\u00aa\u00ac-\u00ba\u00bc-\u00bf])"
    "|(?P<mac>\N{SINGLE LOW-9 QUOTATION MARK}\N{LATIN CAPITAL LETTER A WITH DIAERESIS}.)"
)


def as_written(text: str) -> str:
    """The text with HTML entities as their letters, signs of a wrong encoding mended, and one sort of apostrophe.

    >>> as_written("don&#39;t"), as_written("don&amp;rsquo;t"), as_written("don\u00e2\u20ac\u2122t"), as_written("R&D;")
    ("don't", "don't", "don't", 'R&D;')
    """
    for _ in range(_NESTED):
        decoded = _MANGLED.sub(_mended, _ENTITY.sub(_letter_of, text))
        if decoded == text:
            break
        text = decoded
    return text.translate(_APOSTROPHES)


def folded(text: str) -> str:
    """The text as it was written in small letters; those written another way are the same letters.

    >>> folded("&Auml;rger"), folded("\uff30rice")
    ('ärger', 'price')
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", as_written(text)).casefold())


def is_blank(text: str) -> bool:
    """Whether nothing can be seen of a text: blanks and invisible signs, as letters or as HTML entities.

    >>> is_blank(" \u200b&nbsp;\ufeff"), is_blank("-")
    (True, False)
    """
    return not any(map(_is_visible, as_written(text)))


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Zs", "Zl", "Zp") and sign not in UNSEEN


UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Signs that are letters or marks by their kind, and nothing to see."""


def _letter_of(entity: re.Match[str]) -> str:
    return unescape(entity[0])


def _mended(found: re.Match[str]) -> str:
    try:
        if found["mac"]:
            return found[0].encode("mac-roman").decode()
        return b"".join(map(_windows, found[0])).decode()
    except (
        UnicodeError
    ):  # it only looked like it, or is the closing quotation mark, whose last byte Windows does not know
        return found[0].replace("\u00e2\u20ac", '"')


def _windows(sign: str) -> bytes:
    """The byte of a sign; five have none in the encoding of Windows and stand for themselves."""
    return sign.encode("latin-1" if "\x80" <= sign < "\xa0" else "cp1252")
