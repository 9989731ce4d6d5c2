"""The machine that ran the race, as far as it bears on the times; nothing by which it could be found."""

import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path

from contestants import NEWER

LIBRARIES = ("numpy", "pyarrow", "pandas", "click", "pydantic", "duckdb", "polars", "saas-metrics")


def described() -> Iterator[tuple[str, str]]:
    """Its parts, one by one."""
    yield "cores", str(os.cpu_count())
    yield "processor", _of_file("/proc/cpuinfo", "model name") or platform.machine()
    yield "memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / (1 << 30):.0f} GiB"
    yield "system", f"{_distribution()} on {platform.system()} {'.'.join(platform.release().split('.')[:2])}"
    yield "Python", f"{platform.python_implementation()} {platform.python_version()}"
    yield from ((name, importlib.metadata.version(name)) for name in LIBRARIES)
    if (NEWER / "python").exists():
        yield "Python of saas-metrics 0.2.1", _said(NEWER / "python", "import platform as p; print(p.python_version())")


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return platform.platform(terse=True)


def _said(python: Path, code: str) -> str:
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _of_file(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
