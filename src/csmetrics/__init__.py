"""Customer-success metrics from a folder of CSVs, each figure with its definition and the rows behind it.

>>> import csmetrics
>>> float(csmetrics.metrics.nps(promoters=50, detractors=20, nps_responses=100))
30.0
"""

import importlib

from csmetrics.views import VIEWS

TYPE_CHECKING = False  # typing takes longer to load than all of this, and Ctrl-C may come while it does
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.2.0"

# Loaded when first asked for, so that `import csmetrics` and `csmetrics --help` stay light. Of every view there is its
# function, but of "layouts", which is a package, and "schema"; "metrics" is the module of the functions that compute
# them.
# __init__.pyi, which `make docs` writes, says all of this to type checkers.
_HOMES = {
    **{name: f"csmetrics.views.{name}.compute" for name in VIEWS if name not in ("metrics", "layouts", "schema")},
    **dict.fromkeys(("Config", "load_config"), "csmetrics.config"),
    **dict.fromkeys(
        ("ConfigError", "CsmetricsError", "DataError", "PeriodError", "Problem", "UnknownNameError"), "csmetrics.errors"
    ),
    **dict.fromkeys(("Figure", "Report"), "csmetrics.figures.model"),
    "Dataset": "csmetrics.tables.dataset",
    "Period": "csmetrics.periods",
    "read": "csmetrics.views.reading",
}

__all__ = sorted([*_HOMES, "metrics"])  # noqa: PLE0605  # the stub spells it out


def __getattr__(name: str) -> "Any":
    if name == "metrics":
        return importlib.import_module("csmetrics.metrics")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if not name.startswith("_") and (now := importlib.import_module("csmetrics.former").name_now(name)):
        return __getattr__(now)
    raise AttributeError(f"module csmetrics has no attribute {name}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
