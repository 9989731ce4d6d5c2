"""What a report imports, without the report; and then, if a folder is given, parsing as in floor.py.

python tests/benchmarks/imports.py --learn DATA > MODULES    # the modules that a report of DATA has loaded at its end
python tests/benchmarks/imports.py MODULES [FOLDER]
"""

import contextlib
import importlib
import os
import sys
from pathlib import Path


def learn(data: str) -> None:
    """Print every module that is there after a report, in the order in which they came."""
    from csmetrics.cli.main import commands  # noqa: PLC0415  # else all the others would pay for it

    commands(["report", data, "--format", "json", "--output", os.devnull], standalone_mode=False)
    print("\n".join(sys.modules))


def load(modules: Path) -> None:
    """Import them, in a process that is set up as that of the console script."""
    from csmetrics.cli.process import be_short_lived  # noqa: PLC0415  # as above

    be_short_lived()
    for name in modules.read_text(encoding="utf-8").split():
        with contextlib.suppress(ImportError):  # those that a library puts there by hand
            importlib.import_module(name)


def main(first: str, folder: str = "") -> None:
    """Learn, or load and perhaps parse."""
    if first == "--learn":
        learn(folder)
        return
    load(Path(first))
    if folder:
        importlib.import_module("floor").parse(Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
