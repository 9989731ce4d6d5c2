"""What is shown, a folder each. A new view is a folder and a line here, with what `csmetrics --help` says of it.

A view without a command of its own is shown by that of another.
"""

import importlib

TYPE_CHECKING = False  # as in csmetrics/__init__.py
if TYPE_CHECKING:
    from csmetrics.views.model import View

VIEWS = {
    "init": "Look at the files of a folder and write csmetrics.yaml for them.",
    "report": "The figures of one period, beside the period before.",
    "board": "The monthly page for a board.",
    "trend": "Figures over many periods.",
    "cohorts": "What became of those who first paid in each month.",
    "customers": "Who stands behind a movement.",
    "health": "Customers by need of attention.",
    "health_models": "",
    "backtest": "",
    "customer_health": "",
    "feedback": "What customers said, by theme.",
    "explain": "One figure down to the rows of the files.",
    "workbook": "The month as a workbook of live formulas.",
    "snapshot": "Publish a period's figures into the history.",
    "history": "The published figures and their restatements.",
    "check": "What is in the files, and every problem in them.",
    "layouts": "The exports of other systems that are read as they are.",
    "schema": "The JSON Schemas, for editors and programs.",
    "metrics": "The catalogue: what each metric is and needs.",
}
COMMANDS = {name: summary for name, summary in VIEWS.items() if summary}


def view(name: str) -> "View":
    """A view by its name."""
    found: View = importlib.import_module(f"csmetrics.views.{name}").VIEW
    return found
