"""Plain values as YAML that can be pasted into csmetrics.yaml."""

from collections.abc import Mapping
from typing import Any

import yaml


def yaml_text(values: Mapping[str, Any]) -> str:
    """The values in their order, the innermost sections on one line each.

    >>> print(yaml_text({"health": {"bands": {"at_risk": {"below": 50}}}}), end="")
    health:
      bands:
        at_risk: {below: 50}
    """
    text: str = yaml.safe_dump(values, sort_keys=False, default_flow_style=None, allow_unicode=True, width=110)
    return text
