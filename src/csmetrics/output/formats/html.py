"""A page for a browser: one file, to be sent, printed and read on a phone."""

from csmetrics.output.formats import Canvas, Sheet
from csmetrics.output.html import document


def write(sheet: Sheet, canvas: Canvas) -> str:
    """Its page, which finds its width and colours by itself."""
    del canvas
    return document(sheet.page())
