"""Customer-success metrics from a folder of CSVs, each figure with its definition and the rows behind it.

>>> import csmetrics
>>> float(csmetrics.metrics.nps(promoters=50, detractors=20, nps_responses=100))
30.0
"""

import importlib

TYPE_CHECKING = False  # typing takes longer to load than all of this, and Ctrl-C may come while it does
if TYPE_CHECKING:
    from typing import Any

    from csmetrics import metrics
    from csmetrics.api import (
        backtest,
        check,
        cohorts,
        customer_health,
        customers,
        explain,
        feedback,
        health,
        history,
        read,
        report,
        snapshot,
        trend,
    )
    from csmetrics.config import Config, load_config
    from csmetrics.errors import (
        ConfigError,
        CsmetricsError,
        DataError,
        PeriodError,
        Problem,
        UnknownNameError,
    )
    from csmetrics.periods import Period
    from csmetrics.reports.model import Figure, Report
    from csmetrics.tables.dataset import Dataset

__version__ = "0.2.0.dev0"

# Loaded when first asked for, so that `import csmetrics` and `csmetrics --help` stay light.
_HOMES = {
    "backtest": "csmetrics.api",
    "check": "csmetrics.api",
    "cohorts": "csmetrics.api",
    "customer_health": "csmetrics.api",
    "customers": "csmetrics.api",
    "explain": "csmetrics.api",
    "feedback": "csmetrics.api",
    "health": "csmetrics.api",
    "history": "csmetrics.api",
    "read": "csmetrics.api",
    "report": "csmetrics.api",
    "snapshot": "csmetrics.api",
    "trend": "csmetrics.api",
    "Config": "csmetrics.config",
    "load_config": "csmetrics.config",
    "ConfigError": "csmetrics.errors",
    "CsmetricsError": "csmetrics.errors",
    "DataError": "csmetrics.errors",
    "PeriodError": "csmetrics.errors",
    "Problem": "csmetrics.errors",
    "UnknownNameError": "csmetrics.errors",
    "Period": "csmetrics.periods",
    "Figure": "csmetrics.reports.model",
    "Report": "csmetrics.reports.model",
    "Dataset": "csmetrics.tables.dataset",
}

__all__ = [
    "Config",
    "ConfigError",
    "CsmetricsError",
    "DataError",
    "Dataset",
    "Figure",
    "Period",
    "PeriodError",
    "Problem",
    "Report",
    "UnknownNameError",
    "backtest",
    "check",
    "cohorts",
    "customer_health",
    "customers",
    "explain",
    "feedback",
    "health",
    "history",
    "load_config",
    "metrics",
    "read",
    "report",
    "snapshot",
    "trend",
]


def __getattr__(name: str) -> "Any":
    if name == "metrics":
        return importlib.import_module("csmetrics.metrics")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module csmetrics has no attribute {name}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
