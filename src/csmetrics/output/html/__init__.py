"""A page for a browser: one file without a script that asks nothing of anybody."""

from csmetrics.output.html.document import document, fragment

__all__ = ["document", "fragment"]
