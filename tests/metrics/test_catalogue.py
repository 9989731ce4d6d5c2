"""How metrics are recorded, refused, switched and found."""

from collections.abc import Callable

import pytest

from csmetrics.errors import UnknownNameError
from csmetrics.metrics import catalogue
from csmetrics.metrics.arithmetic import Interval, student_mean, wilson
from csmetrics.metrics.catalogue import METRICS, VARIANTS, closure, find, in_force, metric, tallies_of, variant

COMPLETE = {
    "title": "Stand-in",
    "group": "customers",
    "unit": "fraction",
    "better": "higher",
    "formula": "customers_end / customers_start",
    "source": "This test",
    "undefined": "no customer",
    "based_on": "customers_start",
}


@pytest.fixture(autouse=True)
def scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of the catalogue, so that no test leaves a metric behind."""
    monkeypatch.setattr(catalogue, "METRICS", dict(METRICS))
    monkeypatch.setattr(catalogue, "VARIANTS", list(VARIANTS))


def stand_in(customers_end: float, customers_start: float) -> float:
    """Of what is there."""
    return customers_end / customers_start


def without_docstring(customers_end: float, customers_start: float) -> float:
    return customers_end / customers_start


def misspelt(customer_end: float, customers_start: float) -> float:
    """Of what is not there."""
    return customer_end / customers_start


def customers_ever(customers_end: float) -> float:
    """A tally's name."""
    return customers_end


def nps(customers_end: float) -> float:
    """A metric's name."""
    return customers_end


def with_margin(customers_end: float, *, gross_margin: float = 1.0) -> float:
    """A share of it."""
    return customers_end * gross_margin


def with_interval(*inputs: str, bounds: Callable[..., object] = wilson, **parameters: str) -> dict[str, Interval]:
    return {"interval": Interval("Some", bounds, inputs, parameters)}


def test_a_complete_metric_is_recorded_and_returned_ready_for_any_numbers() -> None:
    returned = metric(**COMPLETE)(stand_in)
    assert returned.__wrapped__ is stand_in
    assert (returned.__name__, returned.__doc__) == (stand_in.__name__, stand_in.__doc__)
    recorded = catalogue.METRICS["stand_in"]
    assert recorded.inputs == ("customers_end", "customers_start")
    assert (recorded.meaning, recorded.notes) == ("Of what is there.", "")


def test_notes_are_the_docstring_between_first_line_and_example() -> None:
    assert METRICS["arr"].notes == "Money a year, from 0 up. It is a rate, not a forecast. Always defined."


@pytest.mark.parametrize(
    ("function", "changes", "message"),
    [
        (stand_in, {"title": ""}, "metric stand_in: no title"),
        (stand_in, {"formula": ""}, "metric stand_in: no formula"),
        (stand_in, {"source": ""}, "metric stand_in: no source"),
        (stand_in, {"based_on": ""}, "metric stand_in: no based_on"),
        (without_docstring, {}, "metric without_docstring: no docstring"),
        (
            misspelt,
            {},
            "metric misspelt: customer_end is no tally and no metric. Did you mean customers_end?",
        ),
        (
            stand_in,
            {"based_on": "customers_strat"},
            "metric stand_in, based_on: customers_strat is no tally. Did you mean customers_start?",
        ),
        (stand_in, {"based_on": "churned_mrr"}, "metric stand_in, based_on: churned_mrr is no tally. Did you mean "),
        (customers_ever, {}, "metric customers_ever: a tally has that name"),
        (nps, {}, "metric nps: two of one name"),
        (with_margin, {}, "metric with_margin: each keyword-only parameter needs the switch that sets it"),
        (
            stand_in,
            {"parameters": {"gross_margin": "gross_margin"}},
            "metric stand_in: each keyword-only parameter needs the switch that sets it",
        ),
        (
            stand_in,
            with_interval("satisfied", "csat_response"),
            "metric stand_in, interval: csat_response is no tally. Did you mean csat_responses?",
        ),
        (
            stand_in,
            with_interval("satisfied"),
            "metric stand_in, interval: as many inputs as its bounds take, in their order",
        ),
        (
            stand_in,
            with_interval("effort_score_sum", "effort_score_square_sum", "ces_responses", bounds=student_mean),
            "metric stand_in, interval: each keyword-only parameter needs the switch that sets it",
        ),
    ],
)
def test_an_incomplete_metric_is_refused(function: Callable[..., float], changes: dict, message: str) -> None:
    with pytest.raises(ValueError, match="^" + message.replace("?", r"\?")):
        metric(**(COMPLETE | changes))(function)
    assert catalogue.METRICS == METRICS


def test_an_incomplete_variant_is_refused() -> None:
    with pytest.raises(ValueError, match="customer_end is no tally and no metric"):
        variant("customers", ("rules.some", "other"), formula="customer_end")(misspelt)
    assert catalogue.VARIANTS == VARIANTS


def test_two_variants_under_one_rule_are_refused() -> None:
    with pytest.raises(ValueError, match="metric crc: two of one name and rule"):
        variant("crc", ("rules.crc_customers", "average"), formula="customers_end / customers_start")(stand_in)
    assert catalogue.VARIANTS == VARIANTS


def test_a_module_may_be_loaded_again() -> None:
    for _ in range(2):
        metric(**COMPLETE)(stand_in)
        variant("crc", ("rules.some", "other"), formula="customers_end / customers_start")(stand_in)
    assert len(catalogue.METRICS) == len(METRICS) + 1
    assert len(catalogue.VARIANTS) == len(VARIANTS) + 1


def test_a_variant_differs_only_in_what_it_declares() -> None:
    base = METRICS["ces"]
    share = in_force({"surveys.ces.method": "share"})["ces"]
    assert (share.title, share.unit) == ("Customer effort score, share", "fraction")
    assert (share.group, share.better, share.undefined) == (base.group, base.better, base.undefined)
    assert (share.source, share.based_on) == (base.source, base.based_on)


def test_without_rules_the_defaults_are_in_force() -> None:
    assert in_force({}) == METRICS


@pytest.mark.parametrize(
    ("rules", "changed"),
    [
        ({"surveys.csat.method": "mean"}, {"csat": "csat_mean"}),
        ({"surveys.csat.method": "share"}, {}),
        ({"surveys.ces.method": "share"}, {"ces": "ces_share"}),
        ({"surveys.ces.method": "net"}, {"ces": "ces_net"}),
        ({"surveys.ces.method": "mean"}, {}),
        ({"rules.joined_and_left": "count"}, {}),
        (
            {"rules.joined_and_left": "separate"},
            {
                "customer_churn_rate": "customer_churn_rate_separate",
                "customer_retention_rate": "customer_retention_rate_separate",
            },
        ),
        ({"rules.crc_customers": "average"}, {"crc": "crc_average"}),
        ({"rules.crc_customers": "end"}, {}),
        ({"rules.lifespan_months": 36}, {"lifespan_months": "lifespan_months_set"}),
        ({"rules.lifespan_months": None}, {}),
    ],
)
def test_switches_put_variants_in_force(rules: dict, changed: dict) -> None:
    chosen = in_force(rules)
    assert list(chosen) == list(METRICS)
    assert {n: m.function.__name__ for n, m in chosen.items() if m is not METRICS[n]} == changed


def test_found_metrics_come_once_and_in_catalogue_order() -> None:
    assert find(["mrr", "nps", "mrr"]) == ["nps", "mrr"]


def test_unknown_metrics_are_all_named_with_the_closest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        find(["nsp", "mrr", "weather"])
    first, second = str(caught.value).splitlines()
    assert first.startswith("No metric is called nsp. Did you mean nps?")
    assert second.startswith("No metric is called weather. `csmetrics metrics`")


def test_closure_puts_each_metric_after_those_it_needs() -> None:
    assert closure(["clv_to_cac"], METRICS) == ["arpu", "customer_churn_rate", "clv", "cac", "clv_to_cac"]


def test_closure_follows_the_variant_in_force() -> None:
    lifespan_set = in_force({"rules.lifespan_months": 36})
    assert "customer_churn_rate" in closure(["clv_purchases"], METRICS)
    assert "customer_churn_rate" not in closure(["clv_purchases"], lifespan_set)


def test_tallies_of_a_metric_are_those_of_its_metrics_too() -> None:
    assert tallies_of("cac_payback_months", METRICS) == [
        "acquisition_cost",
        "customers_won",
        "mrr_end",
        "customers_end",
    ]
