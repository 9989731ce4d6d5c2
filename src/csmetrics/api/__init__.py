"""What `import csmetrics` offers: reading, figures, customers, checks, publishing."""

from csmetrics.api.figures import cohorts, explain, report, trend
from csmetrics.api.people import backtest, customer_health, customers, feedback, health, health_models
from csmetrics.api.publishing import export_history, history, import_history, snapshot
from csmetrics.api.reading import check, configuration, read

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
    "trend",
]
