"""What stands at the other end: how wide it is, whether it shows colour; and the day it is."""

import os
import shutil
import sys
from datetime import date

WIDTH = 80  # where there is no terminal


def today() -> date:
    """The day it is here. The one place in the program that reads the clock."""
    return date.today()  # noqa: DTZ011  # the day where the user sits


def terminal_width() -> int:
    """COLUMNS if it is set, else the terminal's width, else 80."""
    return shutil.get_terminal_size((WIDTH, 24)).columns


def message_width() -> int | None:
    """COLUMNS if it is set, else the width of the terminal that messages go to; None where they go to none."""
    if not (sys.stderr and sys.stderr.isatty()):
        return None
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or WIDTH
    except (OSError, ValueError):
        return WIDTH


def is_watched() -> bool:
    """Whether a person at a terminal sees stdout and can press a key."""
    return all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)) and os.environ.get("TERM") != "dumb"


def page_width() -> int:
    """The width of a page that goes to a file: COLUMNS if it is set, else 80."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) else WIDTH


def shows_text() -> bool:
    """Whether stdout is a terminal, which knows nothing but text."""
    return bool(sys.stdout and sys.stdout.isatty())


def shows_colour() -> bool:
    """Whether stdout takes colour: NO_COLOR forbids it, FORCE_COLOR demands it, else a terminal has it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return shows_text() and os.environ.get("TERM") != "dumb"
