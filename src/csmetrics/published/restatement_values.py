"""A restatement as plain values: what JSON shows and the store keeps."""

from collections.abc import Mapping
from typing import Any

from csmetrics.published.model import Cause, Change, RateChange, Restatement, RowChange


def restatement_values(restatement: Restatement) -> dict[str, Any]:
    """Every figure that would change and every cause, unrounded."""
    return {
        "period": restatement.period.as_dict(),
        "version": restatement.version,
        "published_on": restatement.published_on.isoformat(),
        "was_currency": restatement.was_currency,
        "currency": restatement.currency,
        "causes": [_cause(cause) for cause in restatement.causes],
        "figures": [_change(change, restatement.causes) for change in restatement.changes],
    }


def completed(values: Mapping[str, Any], currency: str | None) -> dict[str, Any]:
    """A restatement as it is kept in a store, with what versions before this one did not say."""
    causes = [
        {"note": ""} | cause | {"rows": [{"problem": ""} | row for row in cause["rows"]]} for cause in values["causes"]
    ]
    return {"was_currency": None, "currency": currency} | dict(values) | {"causes": causes}


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "cause": cause.name,
        "file": cause.file or None,
        "count": cause.count,
        "customers": cause.customers,
        "settings": {name: {"was": was, "now": now} for name, (was, now) in cause.settings.items()},
        "note": cause.note,
        "rows": [_row(row) for row in cause.rows],
    } | ({"rates": [_rate(rate) for rate in cause.rates]} if cause.rates else {})


def _rate(rate: RateChange) -> dict[str, Any]:
    return {
        "currency": rate.currency,
        "day": rate.day.isoformat(),
        "base": rate.base,
        "quoted": rate.quoted,
        "was": rate.was,
        "was_of": rate.was_of and rate.was_of.isoformat(),
        "now": rate.now,
        "now_of": rate.now_of and rate.now_of.isoformat(),
    }


def _row(row: RowChange) -> dict[str, Any]:
    files = {"was_file": row.was_file, "file": row.file}
    return {
        "customer_id": row.customer_id,
        "was_row": row.was_row,
        "row": row.row,
        "columns": {name: {"was": was, "now": now} for name, (was, now) in row.columns.items()},
        "mrr": row.mrr,
        "problem": row.problem,
    } | {name: file for name, file in files.items() if file}


def _change(change: Change, causes: tuple[Cause, ...]) -> dict[str, Any]:
    return {
        "metric": change.was.metric,
        "segment": dict(change.was.segment),
        "unit": change.was.unit,
        "was": change.was.value,
        "now": change.now.value,
        "difference": change.difference,
        "parts": [
            {"cause": cause.name, "file": cause.file or None, "difference": part}
            for cause, part in zip(causes, change.parts, strict=True)
            if part != 0
        ],
    }
