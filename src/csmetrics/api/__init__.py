"""What `import csmetrics` offers: the function of every view, and reading what they are asked of.

The functions are those of the views themselves, loaded when first asked for: a report need not wait for what only a
snapshot needs.
"""

import importlib
from typing import Any

from csmetrics.views import VIEWS

# Where a name is at home, if that is not the view that is called so.
_HOMES = {
    "configuration": "csmetrics.views.reading",
    "export_history": "csmetrics.views.history.compute",
    "import_history": "csmetrics.views.history.compute",
    "read": "csmetrics.views.reading",
    "store_files": "csmetrics.views.history.compute",
} | {name: f"csmetrics.views.{name}.compute" for name in VIEWS if name not in ("metrics", "layouts", "schema")}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module csmetrics.api has no attribute {name}")


def __dir__() -> list[str]:
    return sorted(_HOMES)
