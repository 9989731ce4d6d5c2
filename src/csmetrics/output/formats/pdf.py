"""The page on paper, printed by a Chromium of the machine."""

from csmetrics.output.formats import Canvas, Sheet
from csmetrics.output.html import document
from csmetrics.output.html.chromium import printed

PAPER = "A4"  # whatever the machine's language has: the same page, the same file


def write(sheet: Sheet, canvas: Canvas) -> bytes:
    """Its page as a browser prints it. Raises OutputError."""
    del canvas
    return printed(document(sheet.page(), PAPER))
