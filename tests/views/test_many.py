"""Every figure explained in one count is what it is explained alone."""

from hypothesis import given, settings

from business import businesses, dataset, periods
from conftest import tries
from csmetrics import explain, read
from csmetrics.errors import PeriodError
from csmetrics.figures.choose import When
from csmetrics.figures.resolve import plan_figures
from csmetrics.periods import parse_period, series
from csmetrics.views.explain.explanations import explain_figures


def plan_of(data, name, metrics=(), by=(), count=2):
    return plan_figures(data, series(parse_period(name), count), metrics, by, when=When(name))


def test_all_figures_of_the_example_in_one_count_are_those_explained_alone():
    data = read("examples/acme")
    found = explain_figures(data, plan_of(data, "2026-09", count=24), 3)
    assert len(found) > 50
    for name, explanation in found.items():
        assert explanation == explain(data, name, "2026-09", limit=3), name


def test_a_plan_by_segment_is_explained_whole():
    data = read("examples/acme")
    found = explain_figures(data, plan_of(data, "2026-Q3", ["mrr", "net_revenue_retention"], ["plan"]), None)
    assert list(found) == ["mrr", "net_revenue_retention"]
    for name, explanation in found.items():
        assert explanation == explain(data, name, "2026-Q3")


@given(businesses(), periods)
@settings(max_examples=tries(6))
def test_all_figures_of_any_business_in_one_count_are_those_explained_alone(business, name):
    data = dataset(business)
    try:
        known = {metric: explain(data, metric, name, limit=2) for metric in plan_of(data, name).metrics}
    except PeriodError:
        return
    assert explain_figures(data, plan_of(data, name), 2) == known


def test_of_files_divided_on_disk_there_are_the_figures_without_lists(tmp_path):
    (tmp_path / "csmetrics.yaml").write_text("memory_share: 0.000000001\n")
    rows = "".join(f"C-{number},2026-0{number % 8 + 1}-01,{number}\n" for number in range(1, 400))
    (tmp_path / "subscriptions.csv").write_text("customer_id,start_date,amount\n" + rows)
    data = read(tmp_path, detail=False, partition=True)
    assert len(data.divisions) > 1
    found = explain_figures(data, plan_of(data, "2026-09"), 3)
    alone = explain(read(tmp_path), "arpu", "2026-09", limit=3)
    assert found["arpu"].figure == alone.figure
    assert [(each.tally, each.value, each.count) for each in found["arpu"].tallies] == [
        (each.tally, each.value, 0) for each in alone.tallies
    ]
