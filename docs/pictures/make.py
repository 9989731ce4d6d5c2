"""Draws the pictures of the README again from examples/acme: `make pictures`.

The terminal is an SVG that rich writes; the board page is a screenshot by the Chromium of the machine.
"""

import io
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from csmetrics.output.html.chromium import found

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COMMAND = ["report", "examples/acme"]
WIDTH = 80
BOARD = "1100,656"  # down to the first row of figures
RED, GREEN, YELLOW, BLUE = (207, 34, 46), (17, 99, 41), (154, 103, 0), (9, 105, 218)
BLACK, MAGENTA, CYAN, GREY = (31, 35, 40), (130, 80, 223), (27, 124, 131), (110, 119, 129)
PAPER = TerminalTheme((255, 255, 255), BLACK, [BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, GREY])
SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
  <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed() -> str:
    """What the terminal shows, with its colours."""
    run = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "csmetrics", *COMMAND],
        env=os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"},
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return run.stdout


def terminal() -> str:
    """The terminal as SVG: the command and what it prints."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ csmetrics {' '.join(COMMAND)}\n", style="bold"))
    console.print(Text.from_ansi(printed()))
    return console.export_svg(title="", theme=PAPER, code_format=SVG, unique_id="report")


def board() -> bytes:
    """The head of the board page of the example, as PNG."""
    with TemporaryDirectory() as folder:
        picture = Path(folder) / "board.png"
        subprocess.run(  # noqa: S603  # the browser of the machine, on a page of ours
            [
                found(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--force-device-scale-factor=1.5", f"--user-data-dir={folder}/profile", f"--window-size={BOARD}",
                f"--screenshot={picture}", (ROOT / "docs" / "board.html").as_uri(),
            ],
            capture_output=True, check=True,
        )  # fmt: skip
        return picture.read_bytes()


if __name__ == "__main__":
    (HERE / "report.svg").write_text(terminal(), encoding="utf-8")
    (HERE / "board.png").write_bytes(board())
