"""A report of examples/exports beside the figures of the hand, figure by figure."""

import pytest

import by_hand_exports
from conftest import ROOT

EXPORTS = ROOT / "examples" / "exports"
EXPECTED, WRITTEN_OUT = EXPORTS / "decided.yaml", ROOT / "tests" / "exports_written_out.yaml"
BY_HAND = by_hand_exports.figures(EXPORTS)


UNTOLD = ("expansion_mrr", "contraction_mrr")  # a list of today's prices says nothing of those of the past


def same_as_by_hand(report, reading, untold=()):
    """Whether the JSON of a report has the true figures of October under one reading of Amount.

    Those `untold` may be unavailable instead, because a layout says that its export cannot tell them.
    """
    assert report["period"]["name"] == BY_HAND["period"]
    seen = list(compared(report, reading))
    assert len(seen) == 19
    for name, value, true in seen:
        if name in untold and value is None:
            continue
        assert value == pytest.approx(true, abs=0.005 if "mrr" in name else 1e-9), name


def compared(report, reading):
    """Each figure of the report, with that of the hand."""
    shown = {figure["metric"]: figure for figure in report["metrics"]}
    for name, true in BY_HAND["amount_is"][reading].items():
        if name in shown:
            yield name, shown[name]["value"], true
    yield "customers before", shown["customers"]["previous"], BY_HAND["amount_is"][reading]["customers_at_the_opening"]
    yield "mrr before", shown["mrr"]["previous"], BY_HAND["amount_is"][reading]["mrr_at_the_opening"]
    yield "nps", shown["nps"]["value"], BY_HAND["nps"]["nps"]
    for name, tally in (("promoters", "promoters"), ("detractors", "detractors"), ("responses", "nps_responses")):
        yield name, shown["nps"]["inputs"][tally], BY_HAND["nps"][name]
