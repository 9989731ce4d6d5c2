"""What `import csmetrics` offers: reading, figures, customers, checks, publishing."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csmetrics.api.figures import cohorts, explain, report, trend
    from csmetrics.api.people import backtest, customer_health, customers, feedback, health, health_models
    from csmetrics.api.publishing import export_history, history, import_history, snapshot, store_files
    from csmetrics.api.reading import check, configuration, read

# Loaded when first asked for: a report need not wait for what only a snapshot needs.
_HOMES = {
    "figures": ("cohorts", "explain", "report", "trend"),
    "people": ("backtest", "customer_health", "customers", "feedback", "health", "health_models"),
    "publishing": ("export_history", "history", "import_history", "snapshot", "store_files"),
    "reading": ("check", "configuration", "read"),
}

__all__ = [
    "backtest",
    "check",
    "cohorts",
    "configuration",
    "customer_health",
    "customers",
    "explain",
    "export_history",
    "feedback",
    "health",
    "health_models",
    "history",
    "import_history",
    "read",
    "report",
    "snapshot",
    "store_files",
    "trend",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"csmetrics.api.{module}"), name)
    raise AttributeError(f"module csmetrics.api has no attribute {name}")
