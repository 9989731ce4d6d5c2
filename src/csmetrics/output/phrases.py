"""Words put together: lists in a sentence, and sentences."""

from collections.abc import Iterable


def joined(texts: Iterable[str], word: str = "and") -> str:
    """Texts as a list in a sentence.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"], "or")
    ('a', 'a and b', 'a, b or c')
    """
    *most, last = texts
    return f"{', '.join(most)} {word} {last}" if most else last


def capital(text: str) -> str:
    """The same with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def as_sentence(text: str) -> str:
    """A reason as a sentence; nothing of nothing.

    >>> as_sentence("the last complete month"), as_sentence("")
    ('The last complete month.', '')
    """
    return f"{capital(text).rstrip('.')}." if text else ""
