"""What tests/forked.py starts: imports the program once, then runs a command line in a fork for each line it reads."""

import fcntl
import importlib
import io
import json
import os
import pkgutil
import sys
import termios

import csmetrics.__main__
import csmetrics.cli
import csmetrics.views

NEEDED = ("pyarrow.csv", "pyarrow.parquet", "sqlalchemy.dialects.sqlite", "rich.table", "rich.console")


def imported():
    """What commands import when they run."""
    for package in (csmetrics.cli, csmetrics.views):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in NEEDED:
        importlib.import_module(name)


def opened(paths):
    """Files or terminals for standard input, output and error."""
    how = os.O_RDWR | os.O_CREAT | os.O_NOCTTY
    return [os.open(path, how | (os.O_TRUNC if number else 0), 0o600) for number, path in enumerate(paths)]


def closed(files):
    for each in files:
        os.close(each)


def begun(files):
    """A session of its own between these files, as the interpreter begins one."""
    os.setsid()
    for number, each in enumerate(files):
        os.dup2(each, number)
    closed(files)
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False))
    for name, number, errors in (("stdout", 1, "strict"), ("stderr", 2, "backslashreplace")):
        stream = io.TextIOWrapper(
            os.fdopen(number, "wb", closefd=False), errors=errors, line_buffering=number == 2 or os.isatty(number)
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def run(asked, files):
    """The command line, in a child: it ends as the program ends."""
    begun(files)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["csmetrics", *asked["arguments"]]
    csmetrics.__main__.main()


def main():
    """Lines come on standard input, and answers go where standard output was: a child's number, then its status."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    os.dup2(2, 1)
    imported()
    for line in questions:
        asked = json.loads(line)
        files = opened(asked["files"])
        if not (child := os.fork()):
            os.close(answers)
            run(asked, files)
            return
        closed(files)
        os.write(answers, b"%d\n" % child)
        os.write(answers, b"%d\n" % os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
