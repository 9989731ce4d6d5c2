"""A page printed to PDF by a Chromium that the machine has.

It gets a profile of its own that is gone afterwards, no name resolves for it, and it has a minute.
"""

import os
import re
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from csmetrics.errors import OutputError
from csmetrics.scratch import scratch_folder
from csmetrics.stopping import undone_when_stopped

VARIABLE = "CSMETRICS_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
SECONDS = 60
_INSTEAD = "Write a page instead (--output NAME.html) and print it from any browser."
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_DATE = re.compile(rb"(?<=Date \(D:)\d{14}")
_NO_DATE = b"20000101000000"  # of the same length, for a PDF counts its bytes
_NODE = re.compile(rb"(?<=\()node\d{8}(?=\))")  # a part of the page, by a number of Chromium's own
_MOST_LINES = 3
_LOG = re.compile(r"^\[[^\]]*\]\s*")


def printed(page: str) -> bytes:
    """The page as PDF, the same bytes whenever it is made. Raises OutputError."""
    chromium = found()
    try:
        with scratch_folder() as folder:
            (folder / "page.html").write_text(page, encoding="utf-8")
            said = _run(_command(chromium, folder))
            made = folder / "page.pdf"
            if not made.exists():
                raise OutputError(f"{chromium} made no PDF. {_words(said)}{_INSTEAD}")
            return _numbered(_DATE.sub(_NO_DATE, made.read_bytes()))
    except OSError as error:
        raise OutputError(f"No PDF can be printed: {error.strerror or error}. {_INSTEAD}") from None


def _numbered(pdf: bytes) -> bytes:
    """The parts numbered from 0: where Chromium begins depends on how fast it starts. Order and length stay.

    >>> _numbered(b"/ID (node00000036) (node00000035) (node00000036)")
    b'/ID (node00000001) (node00000000) (node00000001)'
    """
    numbers = {name: b"node%08d" % number for number, name in enumerate(sorted(set(_NODE.findall(pdf))))}
    return _NODE.sub(lambda name: numbers[name[0]], pdf)


def found() -> str:
    """The Chromium that CSMETRICS_CHROMIUM names, or the first one of the usual names. Raises OutputError."""
    named = os.environ.get(VARIABLE)
    names = (named,) if named else NAMES
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    if chromium:
        return chromium
    missing = f"{VARIABLE} is {named}, which is no program" if named else "There is no Chromium or Chrome here"
    raise OutputError(f"{missing}, and a PDF is printed by one. Install one, or name it in {VARIABLE}. {_INSTEAD}")


def _command(chromium: str, folder: Path) -> list[str]:
    """Its sandbox does not work for root; what it opens is ours, and runs nothing."""
    as_root = ("--no-sandbox",) if getattr(os, "geteuid", lambda: 1)() == 0 else ()
    files = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'page.pdf'}")
    return [chromium, *_OPTIONS, *as_root, *files, (folder / "page.html").as_uri()]


def _run(command: list[str]) -> str:
    """What it said. Raises OutputError where it takes too long, OSError where it does not start."""
    with (
        subprocess.Popen(  # noqa: S603  # the program that was found
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        ) as started,
        undone_when_stopped(lambda: _end(started)),
    ):
        try:
            return started.communicate(timeout=SECONDS)[0].decode(errors="replace")
        except subprocess.TimeoutExpired:
            raise OutputError(f"{command[0]} printed no PDF in {SECONDS} seconds. {_INSTEAD}") from None
        finally:
            _end(started)


def _end(started: "subprocess.Popen[bytes]") -> None:
    """End it with all that it has started, if it still runs."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(started.pid, signal.SIGKILL)
        else:
            started.kill()
    with suppress(subprocess.TimeoutExpired):
        started.wait(1)


def _words(said: str) -> str:
    """The last lines of what it said, without the time and place of each."""
    lines = [_LOG.sub("", line).strip() for line in said.splitlines()]
    return f"It said: {' / '.join(filter(None, lines[-_MOST_LINES:]))} " if any(lines) else ""
