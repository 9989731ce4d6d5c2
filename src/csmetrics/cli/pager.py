"""A pager where the terminal is lower than the output, as git has one."""

import os
import re
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

from csmetrics.stopping import undone_when_stopped

VARIABLES = ("CSMETRICS_PAGER", "PAGER")
USUAL = {"LESS": "FRX", "LV": "-c"}  # where nothing else is set: end where it fits, keep colours and what was shown
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_PATIENCE = 1  # seconds that a pager has to leave the terminal as it was


def pager(text: str) -> list[str]:
    """The command to page a text with; none where it fits on the terminal, or where none is wanted."""
    if _fits(text):
        return []
    wanted = next((os.environ[name] for name in VARIABLES if name in os.environ), "less")
    try:
        command = shlex.split(wanted)
    except ValueError:  # a quotation mark is open
        return []
    return command if command and Path(command[0]).name != "cat" and shutil.which(command[0]) else []


def page(command: list[str], content: bytes, encoding: str) -> bool:
    """Hand the content to a pager and wait until it has been read; False where the pager cannot be started.

    Ctrl-C is for the pager alone. Whoever quits before the end has seen enough.
    """
    charset = {"LESSCHARSET": "utf-8"} if encoding.lower().replace("-", "") == "utf8" else {}
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        running = subprocess.Popen(command, stdin=subprocess.PIPE, env=USUAL | charset | dict(os.environ))  # noqa: S603  # what the user has set
        with undone_when_stopped(lambda: _end(running)):
            running.communicate(content)
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _end(running: "subprocess.Popen[bytes]") -> None:
    running.terminate()
    try:
        running.wait(_PATIENCE)
    except subprocess.TimeoutExpired:  # one that does not listen
        running.kill()


def _fits(text: str) -> bool:
    """Whether the text and the prompt beneath it fit on the terminal."""
    from rich.cells import cell_len  # noqa: PLC0415  # most that is paged is a table, which has it imported

    size = shutil.get_terminal_size()
    lines = _COLOUR.sub("", text).splitlines()
    return sum(max(-(-cell_len(line) // size.columns), 1) for line in lines) < size.lines
