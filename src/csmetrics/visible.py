"""Text freed of what nobody sees: signs without width, blanks at the ends, letters and accents written apart."""

import re
import unicodedata

# Soft hyphen, marks of direction, joiners, byte order mark and their kin: they take no room on any screen.
INVISIBLE = "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
BLANKS = "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"  # blanks of other widths, those that do not break included


def visible(text: str) -> str:
    """The text trimmed, without invisible signs and with each letter in its one form (NFC), as cells of files are.

    >>> visible(" cafe\u0301\u200b") == "caf\u00e9", visible("a\u00a0b")
    (True, 'a b')
    """
    return unicodedata.normalize("NFC", re.sub(BLANKS, " ", re.sub(INVISIBLE, "", text))).strip()
