"""The page of businesses unlike the example: what it cannot know it does not say."""

import shutil
from datetime import date

import pandas as pd

from conftest import ACME
from csmetrics import Config, Dataset, api, read
from csmetrics.views import view
from csmetrics.views.explain.pictures import pictures as pictures_of_explain
from csmetrics.views.health import pictures as health_pictures
from csmetrics.views.trend import pictures as trend_pictures

SECTIONS = ["short", "figures", "retention", "satisfaction", "risk", "data"]


def text(found):
    return view("board").write(found, "markdown")


def subscriptions(*rows):
    columns = ["customer_id", "start_date", "end_date", "amount"]
    return pd.DataFrame([(*row, 10) for row in rows], columns=columns)


def answers(*months):
    rows = [
        {"survey": "nps", "score": score, "responded_at": f"{month}-{1 + place % 28:02}"}
        for month, scores in months
        for place, score in enumerate(scores)
    ]
    return pd.DataFrame(rows)


def test_a_score_that_began_low_did_not_fall():
    low, high = ("2026-04", [2] * 30 + [9] * 5), [(f"2026-0{month}", [9] * 35) for month in range(5, 10)]
    costs = pd.DataFrame({"date": ["2025-12-03"], "category": ["sales"], "amount": [100]})
    first = api.board(Dataset(surveys=answers(low, *high), costs=costs), "2026-09", sections=["satisfaction"])
    assert len(first.trend.periods) > 6  # the line begins before the answers do
    assert "NPS 100.0, after 100.0 in August" in text(first)
    before = api.board(Dataset(surveys=answers(high[0], ("2026-06", low[1]), *high[2:])), "2026-09")
    assert "NPS fell to -71.4 in June 2026, and is 100.0 now" in text(before)


def test_rates_that_have_ended_are_told_with_their_month():
    rows = subscriptions(("a", "2025-01-03", "2026-03-05"), ("b", "2025-02-05", "2026-03-20"))
    ended = api.board(Dataset(subscriptions=rows), "2026-09", as_of="2026-09-30", sections=["retention"])
    said = text(ended)
    assert "NRR 0.0 % in March 2026, GRR 0.0 % in March 2026" in said
    assert "Churn 100.0 % in March 2026" in said


def test_only_what_is_hatched_is_said_to_be():
    bounds = {"most": {"max": 0.04}, "least": {"min": 0.01}, "change": {"max_change": 0.01}}
    said = {}
    for name, each in bounds.items():
        config = Config(thresholds={"customer_churn_rate": each})
        rows = subscriptions(("a", "2025-01-03", "2026-03-05"), ("b", "2025-02-05", None))
        said[name] = text(api.board(Dataset(subscriptions=rows, config=config), "2026-09", sections=["retention"]))
    assert "Hatched: above the threshold" in said["most"]
    assert "Hatched: below the threshold" in said["least"]
    assert "Hatched" not in said["change"]
    assert "above its threshold of 4 % in none of" not in said["most"]
    never = Dataset(subscriptions=subscriptions(("a", "2025-01-03", None)), config=Config(
        thresholds={"customer_churn_rate": {"max": 0.04}}))  # fmt: skip
    told = text(api.board(never, "2026-09", sections=["retention"]))
    assert "Churn was 0.0 %; it was above its threshold of 4 % in none of 20 months." in told


def test_both_ends_of_a_span_have_their_years(acme):
    said = text(api.board(acme, "2026-01..2026-06", sections=["revenue"]))
    assert "January 2026 to June 2026" in said
    assert "January 2026 to June " not in said.replace("January 2026 to June 2026", "")


def test_thresholds_of_figures_that_cannot_be_had_do_not_hold():
    config = Config(thresholds={"customers": {"min": 1}, "nps": {"min": 20}, "clv_to_cac": {"min": 2}})
    data = Dataset(subscriptions=subscriptions(("a", "2025-01-03", None)), config=config)
    said = text(api.board(data, "2026-09", sections=["short"]))
    assert "1 of 3 thresholds holds. NPS and LTV:CAC: not checked." in said
    data = Dataset(surveys=answers(("2026-09", [9])), config=Config(thresholds={"clv_to_cac": {"min": 2}}))
    assert "The threshold was not checked. LTV:CAC: not checked." in text(api.board(data, "2026-09"))


def test_nobody_is_well_or_at_risk_before_anybody_is_scored(acme):
    said = text(api.board(acme, "2024-08", sections=["short", "risk"]))
    assert "No customer is at risk" not in said
    assert "Nobody is at risk" not in said
    assert "Nobody can be said to be at risk, or not to be: no customer who pays at the close has enough" in said
    first = text(api.board(acme, "2025", sections=["short", "risk"]))
    assert "19 customers are at risk, with 2,134 USD of MRR (21.8 %)." in first
    assert "MRR at risk, 21.8 % of all. Nobody had a score in the period before." in first
    assert "after 0" not in first
    assert "and 5 customers more: csmetrics health DATA --band at_risk --period 2025" in first


def test_a_customer_at_risk_more_than_once_is_no_other_customer(acme):
    said = text(api.board(acme, "2026-09", sections=["short", "risk"]))
    assert "At risk before, customers left within three months 8 of 26 times" in said
    assert "In the past a customer counts once for each three months before which it was scored." in said


def test_what_cannot_be_read_stands_nowhere_on_the_page(tmp_path):
    folder = shutil.copytree(ACME, tmp_path / "acme")
    (folder / "usage.csv").write_text("C001,foo,bar\n")
    data = read(folder, partial=True)
    said = text(api.board(data, "2026-09", sections=SECTIONS))
    assert "usage.csv cannot be used: nothing of it is on this page." in said
    assert "Who, and why" not in said
    assert "at risk before" not in said.lower()


def test_segments_alone_have_changed(tmp_path):
    folder, store = shutil.copytree(ACME, tmp_path / "acme"), tmp_path / "history.db"
    api.snapshot(folder, "2026-09", today=date(2026, 10, 2), store=store, by="country")
    customers = folder / "customers.csv"
    customers.write_text(
        customers.read_text().replace("C021,Bledsoe Dental Care,2024-07-21,US", "C021,B,2024-07-21,GB")
    )
    said = text(api.board(api.read(folder), "2026-09", sections=["changed"], store=store))
    assert "The files say the same now" not in said
    assert said.count("The files say otherwise now in 27 figures of segments.") == 2


def test_who_came_back_makes_nobody_stay():
    """Ten paid first; two left, and two who had joined and left before the close of that quarter came back."""
    stayed = [(f"s{place}", "2025-04-03", None) for place in range(8)]
    left = [(f"l{place}", "2025-04-03", "2025-08-01") for place in range(2)]
    back = [(f"b{place}", *days) for place in range(3) for days in (("2025-04-03", "2025-05-01"), ("2025-08-01", None))]
    titles = [text(_retention(*stayed, *left, *back[:count])) for count in (4, 6)]
    assert "As many customers pay after a year as at first" in titles[0]
    assert "More customers pay after a year than at first" in titles[1]
    assert "Everybody" not in "".join(titles)


def _retention(*rows):
    return api.board(Dataset(subscriptions=subscriptions(*rows)), "2026-09", as_of="2026-09-30", sections=["retention"])


def test_themes_that_share_the_first_place_are_both_named():
    comments = [(3, "the price"), (3, "support"), (9, "price"), (3, "nothing")]
    rows = [
        {"survey": "nps", "score": score, "responded_at": "2026-09-02", "comment": said} for score, said in comments
    ]
    found = api.board(Dataset(surveys=pd.DataFrame(rows)), "2026-09", sections=["satisfaction"])
    assert "Detractors write most about price, support: 1 of 3 comments each" in text(found)


def test_a_page_of_health_without_scores_says_so(acme):
    (bars, *_) = health_pictures.pictures(api.health(acme, "2024-08"))
    assert bars.title == "Too little is known of all 28 customers for a score"


def test_nobody_moves_where_there_are_no_subscriptions(tmp_path):
    (tmp_path / "surveys.csv").write_text("survey,score,responded_at\nnps,9,2026-08-02\nnps,9,2026-09-02\n")
    said = view("snapshot").write(
        api.snapshot(tmp_path, "2026-09", today=date(2026, 10, 2), store=tmp_path / "h.db"), "markdown"
    )
    assert "Net promoter score" in said
    assert "moved" not in said
    assert "Largest movements" not in said


def test_one_promoter_is_one():
    said = pictures_of_explain(api.explain(Dataset(surveys=answers(("2026-09", [9, 3, 3]))), "nps", "2026-09"))
    assert said[0].title.startswith("1 promoter, 2 detractors: ")


def test_a_threshold_is_crossed_in_so_many_of_the_months_that_have_a_value():
    costs = pd.DataFrame({"date": ["2026-01-03"], "category": ["sales"], "amount": [100]})
    surveys = answers(("2026-07", [3]), ("2026-08", [9]), ("2026-09", [9]))
    data = Dataset(surveys=surveys, costs=costs, config=Config(thresholds={"nps": {"min": 20}}))
    (picture,) = trend_pictures.pictures(api.trend(data, "2026-09", metrics=["nps"], last=9))
    assert "below 20 in 1 of 3 months" in picture.title


def test_segments_that_share_an_end_are_both_named():
    customers = pd.DataFrame({"customer_id": ["a", "b", "c"], "country": ["DE", "FR", "GB"]})
    rows = [("a", 9), ("b", 9), ("c", 3)]
    surveys = pd.DataFrame(
        [{"survey": "nps", "score": score, "responded_at": f"2026-0{month}-02", "customer_id": who}
         for month in (8, 9) for who, score in rows]
    )  # fmt: skip
    data = Dataset(surveys=surveys, customers=customers)
    (picture, *_) = trend_pictures.pictures(api.trend(data, "2026-09", metrics=["nps"], last=2, by="country"))
    assert "highest in DE, FR (100.0), lowest in GB (-100.0)" in picture.title


def test_a_mean_of_csat_has_its_scale_in_the_formula():
    surveys = pd.DataFrame({"survey": ["csat"] * 2, "score": [5, 3], "responded_at": ["2026-09-02"] * 2})
    data = Dataset(surveys=surveys, config=Config(surveys={"csat": {"method": "mean"}}))
    said = text(api.board(data, "2026-09"))
    assert "max(5)" in said
    assert "= 80.0 %" in said
    months = answers_of_csat("2026-07", "2026-08", "2026-09")
    over_time = api.board(Dataset(surveys=months, config=data.config), "2026-09", sections=["satisfaction"])
    assert "Customer satisfaction, mean by month" in text(over_time)
    assert "say satisfied" not in text(over_time)
    for form in ("markdown", "json", "csv"):
        assert view("report").write(api.report(data, "2026-09"), form)
        assert view("explain").write(api.explain(data, "csat", "2026-09"), form)


def answers_of_csat(*months):
    rows = [{"survey": "csat", "score": 4, "responded_at": f"{month}-{1 + place:02}"} for month in months
            for place in range(12)]  # fmt: skip
    return pd.DataFrame(rows)


def test_credits_that_are_more_than_the_costs_bring_nothing_back():
    costs = pd.DataFrame({"date": ["2026-08-03", "2026-09-03"], "category": ["sales"] * 2, "amount": [100, -100]})
    rows = subscriptions(("a", "2026-07-03", None), ("b", "2026-07-03", "2026-09-05"), ("c", "2026-09-03", None))
    data = Dataset(subscriptions=rows, costs=costs)
    found = api.board(data, "2026-09", as_of="2026-09-30", sections=["figures", "economics", "data"])
    said = text(found)
    assert found.value("cac") == -100
    assert "times what winning one costs" not in said
    assert "pays that back" not in said
    assert "every new customer loses money" not in said
    tiles = view("board").write(found, "html").replace("\N{NO-BREAK SPACE}", " ")
    assert "Few: 1 customer stands behind it" in tiles
    assert "Few: 2 customers stand behind it" in tiles


def test_themes_of_reviews_alone_are_shares_of_all_comments():
    reviews = pd.DataFrame({"date": ["2026-09-02"] * 3, "rating": [4, 5, 1], "text": ["price", "price", "support"]})
    data = Dataset(reviews=reviews, subscriptions=subscriptions(("a", "2026-07-03", None)))
    said = text(api.board(data, "2026-09", sections=["satisfaction"]))
    assert "Customers write most about price: 2 of 3 comments" in said
    assert "Detractors (0)" not in said
    assert "66.7 %" in said
    assert "Review, 1: anonymous" in said


def test_a_margin_that_no_figure_takes_is_no_rule_in_force():
    said = text(api.board(Dataset(surveys=answers(("2026-09", [9]))), "2026-09", sections=["data"]))
    assert "Gross margin" not in said


def test_commands_of_the_page_count_what_the_page_counts():
    data = read(ACME, currency="USD")
    said = text(api.board(data, "2025", sections=["risk", "definitions"]))
    assert "csmetrics health DATA --band at_risk --period 2025 --currency USD" in said
    assert "csmetrics explain mrr DATA --period 2025 --currency USD" in said


def test_a_page_of_one_currency_is_not_held_against_what_is_published_of_all(tmp_path):
    store = tmp_path / "history.db"
    api.snapshot(ACME, "2026-09", today=date(2026, 10, 2), store=store)
    said = text(api.board(read(ACME, currency="USD"), "2026-09", sections=["changed"], store=store))
    assert "The files say otherwise" not in said
    assert "Published on" in text(api.board(read(ACME), "2026-09", sections=["changed"], store=store))
    folder = shutil.copytree(ACME, tmp_path / "acme")
    (folder / "usage.csv").write_text("C001,foo,bar\n")
    assert "vanished" not in text(api.board(read(folder, partial=True), "2026-09", sections=["changed"], store=store))
