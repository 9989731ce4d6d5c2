"""The published examples of metrics and intervals. What is published of MRR and its movements is run elsewhere."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from csmetrics.metrics.catalogue import METRICS

PUBLISHED = yaml.safe_load((Path(__file__).parent / "published.yaml").read_text(encoding="utf-8"))


def by_id(section: str) -> list:
    return [pytest.param(case, id=case["id"]) for case in PUBLISHED[section]]


@pytest.mark.parametrize("case", by_id("metric"))
def test_metric(case: dict) -> None:
    assert METRICS[case["metric"]].function(**case["given"]) == pytest.approx(case["expected"], rel=1e-12)


@pytest.mark.parametrize("case", by_id("interval"))
def test_interval(case: dict) -> None:
    interval = METRICS[case["metric"]].interval
    bounds = interval.bounds(*(case["given"][name] for name in interval.inputs))
    assert bounds == pytest.approx((case["low"], case["high"]), abs=case["within"])


def test_every_case_has_a_name_of_its_own_and_a_source() -> None:
    cases = [case for section in PUBLISHED.values() for case in section]
    assert max(Counter(case["id"] for case in cases).values()) == 1
    assert all(case["source"] for case in cases)
