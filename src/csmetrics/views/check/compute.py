"""What is in the files, and every problem in them."""

from datetime import date
from pathlib import Path

from csmetrics.config import Config
from csmetrics.periods import as_day
from csmetrics.tables.check import Check, check_folder
from csmetrics.views.reading import at_hand


def check(folder: str | Path, config: Config | Path | str | None = None, *, today: date | None = None) -> Check:
    """What is in the files, and every problem in them. Dates after `today` are problems too.

    Raises ConfigError, and DataError if the folder has no table. A bad row raises nothing: it is in `problems`.

    >>> check("examples/acme").problems
    ()
    """
    day = None if today is None else as_day(today, "today")
    with at_hand(folder, config) as (where, settings, _):
        return check_folder(where, settings, today=day)
