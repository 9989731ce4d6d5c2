"""Passwords of databases: found in whatever somebody wrote as the place of a store, and never shown."""

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote_plus

HIDDEN = "***"
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*\s*:/{1,3}")
_KEY = re.compile(r"\s*[\w.-]+\s*:\s+")  # of csmetrics.yaml
_SUSPECT = re.compile(r"(?i)://|postgres|passw|pwd|secret|\bstore\b|:\S[^@]*@|//[^/]*:")
_SAID = re.compile(r"(?i)[\w-]*(?:password|passwd|pwd|pass|secret|token|key)[\w-]*\s*=\s*(.+)")  # and all behind it
_SHORT = 3  # signs; as a part of a word they say nothing
_PARTS = re.compile(r"[^\w.-]+")  # at any sign YAML or a driver may break off
_URL_LIKE = re.compile(
    r"(?i)\s*postgres\w*\s*[:/]|\s*//[^/]*:|[^/\\.~][^@]*:[^@]*@|(?:.*\s)?(?:password|passwd|pwd|host|user)\s*="
)


def looks_like_url(place: str) -> bool:
    """Whether somebody meant a URL, or the words by which PostgreSQL is told where to go, whatever became of it.

    >>> [looks_like_url(each) for each in ("history.db", "C:/history.db", "./a:b@c.db", "postgresql:/ann:pw@h")]
    [False, False, False, True]
    """
    return any("://" in each or bool(_URL_LIKE.match(each)) for each in (place, unquote_plus(place)))


def hidden(text: str, source: str) -> str:
    """A text without the passwords that stand in its source, written out or in signs of a URL, whole or cut short.

    >>> hidden("no way for ann:pa%40ss or ann:pa@ss", "postgresql://ann:pa%40ss@h/db")
    'no way for ann:*** or ann:***'
    """
    for password in sorted({form for found in _passwords(source) for form in _forms(found)}, key=len, reverse=True):
        around = ("(?<![^\\W_])", "(?![^\\W_])") if len(password) <= _SHORT else ("", "")
        text = re.sub(around[0] + re.escape(password) + around[1], HIDDEN, text)
        text = _without_beginning(text, password)
    return text


def _passwords(source: str) -> Iterator[str]:
    """What may be a password in a text, whole and in parts: with signs of a URL read once and twice, too."""
    for line in source.splitlines():
        for said in {line, unquote_plus(line), unquote_plus(unquote_plus(line))}:
            for each in _in_line(said):
                yield from (part for part in (each, each.strip("'\""), *_PARTS.split(each)) if part)


def _in_line(line: str) -> Iterator[str]:
    """What stands between the user and the last @, in the place of a port that is no number, or behind password=."""
    scheme, key = _SCHEME.search(line), _KEY.match(line)
    place = line[scheme.end() if scheme else key.end() if key else 0 :]
    before, at, _ = place.rpartition("@")
    if at:
        yield before.partition(":")[2]
    elif scheme and not re.match(r"\[|[^:]*:\d{1,5}(\D|$)", place):
        yield place.partition(":")[2]
    yield from (match[1] for match in _SAID.finditer(line))


def _forms(password: str) -> set[str]:
    """How a password may be written."""
    plain = unquote_plus(password)
    return {password, plain, quote(plain, safe=""), quote(plain), quote_plus(plain), repr(plain)[1:-1]} - {""}


def _without_beginning(text: str, password: str) -> str:
    """A text that is cut short within the password: what is left of it goes too."""
    cut = text.find("…")
    while cut >= 0:
        for length in range(min(len(password), cut), 0, -1):
            if text.endswith(password[:length], 0, cut) and not text.endswith(HIDDEN, 0, cut):
                text = text[: cut - length] + HIDDEN + text[cut:]
                break
        cut = text.find("…", cut + len(HIDDEN) + 1)
    return text


def lines_with_passwords(text: str) -> str:
    """The lines of a configuration in which a password may stand."""
    return "\n".join(line for line in text.splitlines() if _SUSPECT.search(line))
