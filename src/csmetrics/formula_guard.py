"""Text that a spreadsheet would take for a formula, made harmless by an apostrophe in front, and read back again."""

import re

_STARTS = r"[\t\r]|\s*[=+\-@]"  # blanks before the sign do not keep a spreadsheet from reading a formula
_FORMULA = re.compile(_STARTS)
_NUMBER = re.compile(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")
_MARKED = re.compile(f"'+({_STARTS})")


def guarded(text: str) -> str:
    r"""The text with an apostrophe in front, if a spreadsheet could take it for a formula; numbers stay.

    >>> guarded('=HYPERLINK("x")'), guarded(" @SUM(A1)"), guarded("-1.50"), guarded("fine = good")
    ('\'=HYPERLINK("x")', "' @SUM(A1)", '-1.50', 'fine = good')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def guarded_to_read_back(text: str) -> str:
    """The same for a file that is read again: text that begins with such an apostrophe gets one more.

    >>> guarded_to_read_back("=1"), guarded_to_read_back("'=1"), unguarded("''=1")
    ("'=1", "''=1", "'=1")
    """
    return f"'{text}" if _MARKED.match(text) else guarded(text)


def unguarded(text: str) -> str:
    """What was guarded to be read back."""
    return text[1:] if _MARKED.match(text) else text
