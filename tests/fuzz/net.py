"""The net: runs cases in this process and says what no user's mistake may bring about.

    python tests/fuzz/net.py [--seed WORD] [--number 2000] [--first 0] [--keep FOLDER]

A run must end, with exit status 0, 1, 2 or 3, without an exception, without a warning of a library, with a message
where it fails, with JSON that fits its schema where JSON is asked for, and with the files that it read as they were.
"""

import argparse
import contextlib
import faulthandler
import json
import os
import shlex
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # to be run as a script

import jsonschema
from click.testing import CliRunner, Result

import csmetrics
from csmetrics.cli.main import commands
from fuzz.cases import CONFIG, Case, business, case
from fuzz.files import put_something_else

SCHEMAS = Path(csmetrics.__file__).parent / "schemas"
SECONDS = 30  # that a run may take; most take a tenth
STATUSES = (0, 1, 2, 3)
_NO_JSON = {"--output", "--help", "-h", "--version", "--export", "--import"}  # with these --format is for nothing
LAST_WORDS = 4  # lines of a traceback that are shown


class _Fixed(date):
    """A clock that stands still."""

    @classmethod
    def today(cls) -> date:
        """The day on which everything is run."""
        return date(2026, 11, 22)


class TooSlowError(Exception):
    """A run that did not end."""


class Net:
    """Runs cases in folders of its own; a store with two published months and an export of it are made once."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._template = scratch / "template"
        self._template.mkdir()
        _write(self._template / "DATA", business())
        for line in ("snapshot DATA --last 2 --period 2026-09 --store h.db", "history --export exported --store h.db"):
            result = _run(shlex.split(line), self._template)
            if result.exit_code:
                raise RuntimeError(result.stderr)
        shutil.rmtree(self._template / "DATA")

    def complaints(self, tried: Case) -> list[str]:
        """What is wrong with a run; nothing, if all is well."""
        where = self._scratch / tried.name.replace(" ", "-").replace("/", "-")
        shutil.copytree(self._template, where)
        try:
            self.lay_out(tried, where)
            before = _contents(where / "DATA")
            result = _run(tried.arguments, where)
            return list(_judged(result, tried, before, _contents(where / "DATA")))
        finally:
            shutil.rmtree(where)

    def lay_out(self, tried: Case, where: Path) -> None:
        """Write the files of a case."""
        data = where / "DATA"
        _write(data, tried.files)
        (where / CONFIG).write_bytes(tried.files[CONFIG])
        for name, what in tried.something_else.items():
            put_something_else(data / name, what)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _run(line: list[str], where: Path) -> Result:
    settings = {"COLUMNS": "80", "CSMETRICS_STORE": "", "NO_COLOR": "1"}
    with (
        contextlib.chdir(where),
        mock.patch("csmetrics.cli.terminal.date", _Fixed),
        mock.patch.dict(os.environ, settings),
    ):
        os.environ.pop("CSMETRICS_STORE")
        with warnings.catch_warnings(), _in_time():
            warnings.simplefilter("error")
            return CliRunner().invoke(commands, line, prog_name="csmetrics")


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    """Stop what hangs: by a signal, and where nobody hears that, with the process."""

    def stop(*_: object) -> None:
        raise TooSlowError(f"took more than {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    faulthandler.dump_traceback_later(2 * SECONDS, exit=True, file=sys.__stderr__)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)


def _judged(result: Result, tried: Case, before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    if result.exc_info and not isinstance(result.exception, SystemExit | None):
        yield "".join(traceback.format_exception(*result.exc_info)[-LAST_WORDS:]).strip()
        return
    if result.exit_code not in STATUSES:
        yield f"exit status {result.exit_code}"
    if "Traceback" in result.stderr:
        yield "a traceback on stderr"
    if result.exit_code and "--output" not in tried.arguments and not (result.stderr + result.stdout).strip():
        yield f"exit status {result.exit_code} without a word"
    if result.exit_code in (0, 3) or "check" in tried.arguments[:1]:
        yield from _unfit_json(result, tried.arguments)
    if changed := [name for name in before if before[name] != after.get(name)]:
        yield f"{', '.join(changed)} written over"


def _unfit_json(result: Result, line: list[str]) -> Iterator[str]:
    if _last(line, "--format") != "json" or not _NO_JSON.isdisjoint(line) or not result.stdout:
        return
    try:
        found = json.loads(result.stdout, parse_constant=_refuse)
        if "$schema" in found:  # csmetrics schema NAME shows a schema itself
            jsonschema.Draft202012Validator.check_schema(found)
        else:
            _validator(found["schema"]).validate(found)
    except (ValueError, KeyError, TypeError, jsonschema.ValidationError, jsonschema.SchemaError) as error:
        yield f"JSON that does not fit: {str(error)[:300]}"


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _last(line: list[str], option: str) -> str | None:
    places = [at for at, word in enumerate(line[:-1]) if word == option]
    return line[places[-1] + 1] if places else None


@cache
def _validator(schema: str) -> Any:
    name = schema.removeprefix("csmetrics.").partition("/")[0]
    shipped = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(shipped)


def main() -> None:
    """Run the cases asked for; say which fail, and fail if any does."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", default="csmetrics", help="another word gives other cases [csmetrics]")
    parser.add_argument("--number", type=int, default=2_000, help="how many cases [2000]")
    parser.add_argument("--first", type=int, default=0, help="the first of them [0]")
    parser.add_argument("--keep", type=Path, help="write the files of cases that fail into this folder")
    asked = parser.parse_args()
    began, failed = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as scratch:
        net = Net(Path(scratch))
        for number in range(asked.first, asked.first + asked.number):
            tried = case(asked.seed, number)
            if complaints := net.complaints(tried):
                failed += 1
                print(
                    f"{tried.name}: csmetrics {shlex.join(tried.arguments)}\n  {', '.join(tried.changes)}", flush=True
                )
                print(*(f"  {line}" for text in complaints for line in text.splitlines()), sep="\n", flush=True)
                if asked.keep:
                    net.lay_out(tried, asked.keep / str(number))
    taken = time.perf_counter() - began
    print(f"{asked.number:,} cases of the seed {asked.seed}, {failed:,} failed, {taken:.0f} seconds")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
