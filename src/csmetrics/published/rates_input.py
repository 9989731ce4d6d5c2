"""The rates that a period was counted with, as its snapshot keeps them: an input like any file, with its own rows."""

from dataclasses import replace
from datetime import date

import pyarrow as pa

from csmetrics.counting.plan import Plan
from csmetrics.counting.tallying import tally
from csmetrics.periods import Period
from csmetrics.published.model import Input
from csmetrics.published.packing import pack, unpack
from csmetrics.rates.model import RateQuote, Rates
from csmetrics.rates.rates_file import rate_in
from csmetrics.rates.used_rates import Kept, Noted
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_record import Source
from csmetrics.tables.findings import Findings

RATES = "rates"
"""What the file of rates is called among the inputs of a snapshot, beside the tables."""

_COLUMNS = {"currency": pa.string(), "day": pa.date32(), "of": pa.date32(), "rate": pa.string()}
_SAID = ("base", "quoted", "origin", "valid_for", "on")


def rates_used(data: Dataset, plan: Plan, period: Period) -> Kept | None:
    """The rates that the figures of a period need, and no others; None where no rates are declared.

    The period is counted by itself, so they are the same whatever it is published together with.
    """
    if data.rates is None:
        return None
    noted = Noted.of(data.rates)
    tally(at_rates(data, noted), replace(plan, periods=(period,)))
    return Kept.of(noted, noted.asked)


def at_rates(data: Dataset, rates: Rates | None) -> Dataset:
    """The same tables at other rates."""
    return Dataset.of(data.tables, data.config, Findings(rates=rates))


def input_of(rates: Rates, kept: Kept, name: str) -> Input:
    """The file of rates as an input; `name` is that of its packed rates.

    Of its rows those count that are of a currency there is.
    """
    rows = sum(len(quotes.days) for quotes in rates.quotes)
    used = len({(quote.currency, quote.of) for quote in kept.quotes})
    return Input(Source(RATES, rates.file, rows, used, rates.oldest, rates.newest), rates.sha256, name)


def pack_rates(kept: Kept) -> bytes:
    """The rates as Parquet: for each the day for which it was asked, the day it is of, and its text."""
    columns = {
        "currency": [quote.currency for quote in kept.quotes],
        "day": [quote.day for quote in kept.quotes],
        "of": [quote.of for quote in kept.quotes],
        "rate": [quote.text for quote in kept.quotes],
    }
    table = pa.table({name: pa.array(columns[name], kind) for name, kind in _COLUMNS.items()})
    on = kept.on.isoformat() if kept.on else ""
    said = dict(zip(_SAID, (kept.base, kept.quoted, kept.origin, str(kept.valid_for), on), strict=True))
    return pack(table.replace_schema_metadata(said))


def unpack_rates(content: bytes) -> Kept:
    """The rates that were packed. Raises ValueError where they are none."""
    packed = unpack(content)
    said = {key.decode(): value.decode() for key, value in (packed.schema.metadata or {}).items()}
    if {field.name: field.type for field in packed.schema} != _COLUMNS or not set(_SAID) <= set(said):
        raise ValueError("no rates of exchange")
    base, quoted, origin, valid_for, on = (said[name] for name in _SAID)
    quotes = tuple(RateQuote(*row) for row in zip(*(packed.column(name).to_pylist() for name in _COLUMNS), strict=True))
    settings = (base, quoted, origin, int(valid_for), date.fromisoformat(on) if on else None)
    return _readable(Kept(*settings, quotes))


def _readable(kept: Kept) -> Kept:
    """The same, if they are what csmetrics packs."""
    known = kept.quoted in ("per_unit", "per_base") and kept.origin in ("file", "bank", "package")
    if not known or any(rate_in(quote.text) != quote.text or quote.of > quote.day for quote in kept.quotes):
        raise ValueError("rates of exchange that csmetrics does not write")
    return kept
