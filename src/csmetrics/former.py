"""Former names of `import csmetrics`: each still works, warns, and goes in the version it says.

To rename something that people import, give it its new name and write the old one here. docs/stability.md promises it.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Former:
    """What a name is called now, and the version in which the old name goes."""

    now: str
    goes: str


FORMER: Mapping[str, Former] = {}
"""By former name; empty until something is renamed."""


def name_now(name: str, known: Mapping[str, Former] = FORMER) -> str | None:
    """What a former name is called now, with a warning to whoever wrote it; None for a name that never was one.

    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as heard:
    ...     warnings.simplefilter("always")
    ...     name_now("movers", {"movers": Former("customers", "0.4")})
    'customers'
    >>> str(heard[0].message)
    'csmetrics.movers is now csmetrics.customers. The old name goes in version 0.4.'
    """
    if name not in known:
        return None
    former = known[name]
    said = f"csmetrics.{name} is now csmetrics.{former.now}. The old name goes in version {former.goes}."
    warnings.warn(said, DeprecationWarning, stacklevel=3)
    return former.now
