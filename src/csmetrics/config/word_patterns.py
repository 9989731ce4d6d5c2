"""What a word is, in a comment and in a theme alike, and the patterns that a theme looks for."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from csmetrics.config.letters import folded

_PLAIN = re.compile("[a-z0-9]+")
_NOT_PLAIN = re.compile("['`&]")  # apostrophes and HTML entities
# Chinese, Japanese, Thai, Lao, Burmese and Khmer: no blanks part their words
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_JOINING = "-\u2010\u2011/.&'_,:"  # signs inside a word that part it in a comment and in a theme alike
_ASIDE = "-\u2010\u2011\u2013\u2014&/,.:;"  # and those that may stand between the words of a phrase
_QUOTES = "'\"\u00ab\u00bb\u201c\u201d\u201e"
_OF_PATTERNS = "|()[]{}^\\\\"
_DOUBLED = "+#"  # c+ is not c++
_ELISION = re.compile(r"(?<!\w)(\w{1,2})'(?=\w)")  # l'application, qu'elle, it's


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word of a theme: a whole word, matched on its stem, or its beginning, end or middle, matched as written.

    One with signs that are no letters (c++, .net) is `literal`: it is found where it stands so, sign by sign.
    """

    word: str
    starts_open: bool = False
    ends_open: bool = False
    literal: bool = field(default=False, repr=False)

    @property
    def stems(self) -> bool:
        """Whether it is matched on its stem."""
        return not (self.starts_open or self.ends_open or self.literal)


def words_of(text: str, signed: re.Pattern[str] | None = None) -> list[str]:
    """The words of a text, in lower case: letters, digits and their marks, and apostrophes inside a word.

    One or two letters before an apostrophe are a word of their own. HTML entities are read as their letters. What
    `signed` finds (`signed_words` makes it) is a word too.

    >>> words_of("L'application N'EST pas à jour -- don't!"), words_of("24/7 e-mail"), words_of(":-(")
    (['l', 'application', 'n', 'est', 'pas', 'à', 'jour', "don't"], ['24', '7', 'e', 'mail'], [])
    >>> words_of("It&#39;s C++!", signed_words(patterns_of("c++")))
    ['it', 's', 'c++']
    """
    if text.isascii() and not _NOT_PLAIN.search(text):
        small = text.lower()
        if signed is None or not signed.search(small):
            return _PLAIN.findall(small)
    small = folded(text)
    if signed is None:
        return _words(small)
    small = "".join(sign for sign in small if unicodedata.category(sign) != "Cf")
    return [word for at, part in enumerate(signed.split(small)) for word in ([part] if at % 2 else _words(part))]


def signed_words(patterns: Iterable[WordPattern]) -> re.Pattern[str] | None:
    """What finds the words with signs among the patterns, the longest first; None where there is none.

    >>> signed_words(patterns_of("c++")).split("c c++, c+++ xc++")
    ['c ', 'c++', ', c+++ xc++']
    """
    words = sorted({each.word for each in patterns if each.literal}, key=lambda word: (-len(word), word))
    return re.compile(f"({'|'.join(map(_standing_alone, words))})") if words else None


def _standing_alone(word: str) -> str:
    """No letter or digit may touch it."""
    before, after = (re.escape(sign) if sign in _DOUBLED else "" for sign in (word[0], word[-1]))
    return rf"(?<![\w{before}]){re.escape(word)}(?![\w{after}])"


def _words(small: str) -> list[str]:
    plain = "".join(map(_letter, small))
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


def patterns_of(phrase: str) -> tuple[WordPattern, ...]:
    """The words of a theme's phrase in their order; a * stands for any letters at the start or the end of a word.

    A word in a script that does not part words by blanks is found wherever its letters stand.

    Raises ValueError where no comment could ever hold it, or any comment would.

    >>> patterns_of("too expensive")[1], patterns_of("preis*")[0].ends_open
    (WordPattern(word='expensive', starts_open=False, ends_open=False), True)
    >>> patterns_of("太贵")
    (WordPattern(word='太贵', starts_open=True, ends_open=True),)
    """
    found: list[WordPattern] = []
    for part in folded(phrase).split():
        _refuse(phrase, part)
        if _is_literal(part):
            found.append(WordPattern(part.strip(_QUOTES), literal=True))
            continue
        words = words_of(part.strip("*"))
        for at, word in enumerate(words):
            unparted = bool(_UNPARTED.search(word))
            starts_open = unparted or (at == 0 and part.startswith("*"))
            ends_open = unparted or (at == len(words) - 1 and part.endswith("*"))
            open_word = without_marks(word) if starts_open or ends_open else word
            found.append(WordPattern(open_word, starts_open, ends_open))
    if not found:
        raise ValueError(f'"{phrase}" has no letter and no digit, so no comment can hold it. Write a word.')
    return tuple(found)


def _refuse(phrase: str, part: str) -> None:
    """Refuse what cannot be meant as it stands. Raises ValueError."""
    bare = part.strip("*")
    if "*" in bare:
        raise ValueError(f'"{phrase}": a * stands before or after a word, not inside it.')
    if part and not bare:
        raise ValueError(f'"{phrase}": a * alone is every word. Write it before or after a word, as in price*.')
    if (sign := next((sign for sign in part if sign in _OF_PATTERNS), "")) and words_of(phrase):
        listed = ", ".join(re.findall(r"\w[\w'&.-]*", phrase))
        raise ValueError(f'"{phrase}": {sign} has no meaning here. List the words one by one, as in [{listed}].')
    if bare != part and _is_literal(bare):
        raise ValueError(f'"{phrase}": a * goes with letters and digits alone. Write the word without it.')
    if words_of(bare) == [] and phrase.split() != [part] and set(part) - set(_ASIDE):
        raise ValueError(f'"{phrase}": {part} stands alone, without a letter or a digit. Write it beside its word.')


def _is_literal(part: str) -> bool:
    """Whether a word has signs that would be lost if it were taken apart like a comment: c#, .net, 100%."""
    bare = part.strip("*").strip(_QUOTES)
    if not words_of(bare):
        return False
    edges = {bare[0], bare[-1]} if bare else set()
    return any(not _belongs(sign) and (sign in edges or sign not in _JOINING) for sign in bare)


def _belongs(sign: str) -> bool:
    """Whether a sign belongs to a word, or is dropped from it."""
    return _letter(sign) != " "


def _letter(sign: str) -> str:
    """What becomes of a sign: letters, digits, marks and apostrophes stay, invisible ones go, others part words."""
    if sign.isalnum() or sign == "'":
        return sign
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    return sign if kind in ("Mn", "Mc") else " "
