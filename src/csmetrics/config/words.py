"""What a word is, in a comment and in a theme alike, and the patterns that a theme looks for."""

import re
import unicodedata
from dataclasses import dataclass

_APOSTROPHES = str.maketrans(
    dict.fromkeys("\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{ACUTE ACCENT}`", "'")
)
_PLAIN = re.compile("[a-z0-9]+")
# Chinese, Japanese, Thai, Lao, Burmese and Khmer: no blanks part their words
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_ELISION = re.compile(r"(?<!\w)(\w{1,2})'(?=\w)")  # l'application, qu'elle, it's


@dataclass(frozen=True, slots=True)
class Pattern:
    """One word of a theme: a whole word, matched on its stem, or its beginning, end or middle, matched as written."""

    word: str
    starts_open: bool = False
    ends_open: bool = False

    @property
    def stems(self) -> bool:
        """Whether it is matched on its stem."""
        return not (self.starts_open or self.ends_open)


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case: letters, digits and their marks, and apostrophes inside a word.

    One or two letters before an apostrophe are a word of their own.

    >>> words_of("L'application N'EST pas à jour -- don't!"), words_of("24/7 e-mail"), words_of(":-(")
    (['l', 'application', 'n', 'est', 'pas', 'à', 'jour', "don't"], ['24', '7', 'e', 'mail'], [])
    """
    if text.isascii() and "'" not in text and "`" not in text:
        return _PLAIN.findall(text.lower())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold())
    plain = "".join(map(_letter, folded))
    parted = _ELISION.sub(r"\1 ", plain).split()
    return [word for part in parted if (word := part.strip("'"))]


def without_marks(word: str) -> str:
    """The word without accents, umlauts and other marks over its letters; in scripts without blanks marks tell apart.

    >>> without_marks("élevé"), without_marks("größe"), without_marks("ガス")
    ('eleve', 'große', 'ガス')
    """
    if word.isascii() or _UNPARTED.search(word):
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn") or word


def patterns_of(phrase: str) -> tuple[Pattern, ...]:
    """The words of a theme's phrase in their order; a * stands for any letters at the start or the end of a word.

    A word in a script that does not part words by blanks is found wherever its letters stand.

    Raises ValueError where no comment could ever hold it, or any comment would.

    >>> patterns_of("too expensive")[1], patterns_of("preis*")[0].ends_open
    (Pattern(word='expensive', starts_open=False, ends_open=False), True)
    >>> patterns_of("太贵")
    (Pattern(word='太贵', starts_open=True, ends_open=True),)
    """
    found: list[Pattern] = []
    for part in phrase.split():
        words = words_of(part.strip("*"))
        if "*" in part.strip("*"):
            raise ValueError(f'"{phrase}": a * stands before or after a word, not inside it.')
        if part and not part.strip("*"):
            raise ValueError(f'"{phrase}": a * alone is every word. Write it before or after a word, as in price*.')
        for at, word in enumerate(words):
            unparted = bool(_UNPARTED.search(word))
            starts_open = unparted or (at == 0 and part.startswith("*"))
            ends_open = unparted or (at == len(words) - 1 and part.endswith("*"))
            open_word = without_marks(word) if starts_open or ends_open else word
            found.append(Pattern(open_word, starts_open, ends_open))
    if not found:
        raise ValueError(f'"{phrase}" has no letter and no digit, so no comment can hold it. Write a word.')
    return tuple(found)


def _letter(sign: str) -> str:
    """What becomes of a sign: letters, digits, marks and apostrophes stay, invisible ones go, others part words."""
    if sign.isalnum() or sign == "'":
        return sign
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    return sign if kind in ("Mn", "Mc") else " "
