"""What is shown, a folder each. A new view is a folder and a line here, with what `csmetrics --help` says of it.

A view without a command of its own is shown by that of another.
"""

import importlib

TYPE_CHECKING = False  # as in csmetrics/__init__.py
if TYPE_CHECKING:
    from csmetrics.views.model import View

VIEWS = {
    "init": "Recognise your exports and write csmetrics.yaml for them.",
    "report": "Show last month's headline figures beside the month before.",
    "board": "Write the monthly page for your board.",
    "trend": "Show figures over many months, quarters or years.",
    "cohorts": "Show how many of the customers who joined in each month still pay.",
    "customers": "List who joined, left, grew or shrank.",
    "health": "List the customers who need attention.",
    "health_models": "",
    "backtest": "",
    "customer_health": "",
    "feedback": "Show what customers said, by theme.",
    "explain": "Show where a figure comes from.",
    "workbook": "Write the month as a workbook with live formulas.",
    "snapshot": "Publish a month, and notice if it changes later.",
    "history": "Show what you have published and restated.",
    "check": "Show what is in your files, and every problem.",
    "layouts": "List the exports that csmetrics recognises.",
    "schema": "Show the JSON Schemas, for editors and programs.",
    "metrics": "Show what each metric means and needs.",
}
COMMANDS = {name: summary for name, summary in VIEWS.items() if summary}


def view(name: str) -> "View":
    """A view by its name."""
    found: View = importlib.import_module(f"csmetrics.views.{name}").VIEW
    return found
