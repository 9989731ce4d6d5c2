"""A report in short, by sections and whole: what is shown, and that nothing is lost in silence."""

import re
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ACME
from csmetrics import api
from csmetrics.figures.model import Remark
from csmetrics.groups import GROUPS, HEADLINE
from csmetrics.metrics.catalogue import METRICS
from csmetrics.views.report import VIEW as REPORT
from csmetrics.views.report.selection import FEW, SHORT, shown_of

ALWAYS = [name for name, metric in METRICS.items() if metric.shown == "always"]


@pytest.fixture
def long_report(report, figure):
    """Every figure of the catalogue."""
    return report(*(figure(name, 2.0, 1.0) for name in ALWAYS))


def shown(report, **asked):
    return {figure.metric for figure in shown_of(report, **asked).report.figures}


def test_a_long_report_is_the_headlines(long_report):
    assert shown(long_report) == set(HEADLINE)
    text = REPORT.write(long_report, "table")
    assert text.count("\n  ") == SHORT + 1  # and the rest of the last line
    assert text.endswith(
        f"{len(ALWAYS) - SHORT} more figures: --all, or --section satisfaction, customers, revenue, value or\nhealth\n"
    ), text


def test_markdown_is_as_short(long_report):
    text = REPORT.write(long_report, "markdown")
    assert text.count("\n| ") == SHORT + 2 * len(GROUPS)
    assert text.endswith(" more figures: --all, or --section satisfaction, customers, revenue, value or health\n")
    assert text.count("### ") == len(GROUPS)


def test_all_shows_what_a_report_was(long_report):
    assert shown_of(long_report, every=True).report is long_report
    assert "--all" not in REPORT.write(long_report, "table", every=True)
    assert REPORT.write(long_report, "table", metrics=("mrr",)) == REPORT.write(long_report, "table", every=True)


def test_what_is_remarkable_is_shown(long_report, figure):
    remarks = (
        Remark("arr", {}, "Below its threshold (min 45).", breach=True),
        Remark("crc", {"country": "DE"}, "Its threshold was not checked."),
        Remark("", {}, "The data end early."),
    )
    undefined = figure("quick_ratio", None, status="undefined", reason="nothing was lost")
    figures = tuple(undefined if each.metric == "quick_ratio" else each for each in long_report.figures)
    made = replace(long_report, remarks=remarks, figures=figures)
    assert shown(made) == {*HEADLINE, "arr", "crc", "quick_ratio"}
    text = REPORT.write(made, "table")
    for said in ("Annual run rate: Below its threshold", "The data end early.", "— Quick ratio: nothing was lost"):
        assert said in text


def test_what_is_undefined_in_a_group_that_is_not_shown_stays_hidden(report, figure):
    health = [figure(name, None, status="undefined", reason="x") for name in ALWAYS if METRICS[name].group == "health"]
    others = [figure(name, 2.0) for name in ALWAYS if METRICS[name].group != "health"]
    unshown = [each for each in health if each.metric not in HEADLINE]
    assert shown(report(*others, *unshown)) == set(HEADLINE) - {"mrr_at_risk"}
    assert shown(report(*others, *health)) == {*HEADLINE, *(each.metric for each in health)}


def test_a_segment_without_a_value_makes_no_figure_remarkable(long_report, figure):
    segment = figure("arr", None, segment={"country": "DE"}, status="undefined", reason="nobody")
    assert shown(replace(long_report, figures=(*long_report.figures, segment))) == set(HEADLINE)


def test_a_report_of_a_dozen_figures_shows_them_all(report, figure):
    for count, names in ((SHORT, set(ALWAYS[:SHORT])), (SHORT + 1, set(ALWAYS[: SHORT + 1]) & set(HEADLINE))):
        assert shown(report(*(figure(name, 1.0) for name in ALWAYS[:count]))) == names


def test_a_report_without_any_headline_shows_all(report, figure):
    names = [name for name in ALWAYS if name not in HEADLINE]
    assert shown(report(*(figure(name, 1.0) for name in names))) == set(names)


def test_sections_are_shown_whole_and_alone(long_report):
    asked = ("customers", "value")
    wanted = {name for name in ALWAYS if METRICS[name].group in asked}
    assert shown(long_report, sections=asked) == wanted
    text = REPORT.write(long_report, "table", sections=asked)
    assert f"{len(ALWAYS) - len(wanted)} more figures: --all, or --section satisfaction, revenue or health\n" in text
    assert re.findall(r"^[A-Z]\w+$", text, re.MULTILINE) == ["Customers", "Value"]


def test_the_remarks_of_other_sections_are_counted(long_report):
    remarks = (Remark("nps", {}, "Few."), Remark("mrr", {}, "Much."), Remark("", {}, "The data end early."))
    text = REPORT.write(replace(long_report, remarks=remarks), "table", width=200, sections=("revenue",))
    assert "Monthly recurring revenue: Much." in text
    assert "Few." not in text
    assert "The data end early." in text
    assert " more figures, with 1 remark: --all, or --section satisfaction, customers, value or health\n" in text


def lacking(report, figure, names):
    gone = {"no costs.csv": names[:4], "no reviews.csv": names[4:]}
    figures = (
        figure(name, None, status="unavailable", reason=reason) for reason, metrics in gone.items() for name in metrics
    )
    return report(figure("customers", 3.0), *figures, unavailable={why: each for why, each in gone.items() if each})


def test_few_figures_that_cannot_be_had_are_named_and_many_are_counted(report, figure):
    names = tuple(name for name in ALWAYS if METRICS[name].group == "value")
    few = REPORT.write(lacking(report, figure, names[:FEW]), "table", width=200)
    assert f"no costs.csv: {', '.join(names[:4])} unavailable\n" in few
    many = REPORT.write(lacking(report, figure, names[: FEW + 1]), "table", width=200)
    assert many.endswith("6 figures unavailable (no costs.csv; no reviews.csv): --all says which\n")
    section = REPORT.write(lacking(report, figure, names), "table", width=200, sections=("value",))
    assert f"no costs.csv: {', '.join(names[:4])} unavailable\n" in section
    assert section.endswith("1 more figure: --all, or --section customers\n")


def test_an_unavailable_figure_with_a_remark_keeps_its_title(long_report, figure):
    gone = figure("cac", None, status="unavailable", reason="no costs.csv")
    figures = tuple(gone if each.metric == "cac" else each for each in long_report.figures)
    remark = Remark("cac", {}, "Its threshold was not checked: no costs.csv.")
    made = replace(long_report, figures=figures, unavailable={"no costs.csv": ("cac",)}, remarks=(remark,))
    for asked in ({}, {"sections": ("health",)}):
        assert "Acquisition cost (CAC): Its threshold was not checked" in REPORT.write(made, "table", **asked)


@given(data=st.data())
def test_nothing_is_lost_in_silence(data):
    """Whatever is had, remarked, undefined or gone: what is shown and what is counted come to the whole."""
    from views.conftest import a_figure, a_report  # noqa: PLC0415  # no fixtures beside hypothesis

    status = {name: data.draw(st.sampled_from(["ok", "ok", "undefined", "unavailable"])) for name in ALWAYS}
    figures = [
        a_figure(name, 1.0 if each == "ok" else None, status=each, reason=None if each == "ok" else f"why {name[0]}")
        for name, each in status.items()
    ]
    gone = {}
    for name in ALWAYS:
        if status[name] == "unavailable":
            gone[f"why {name[0]}"] = (*gone.get(f"why {name[0]}", ()), name)
    remarks = tuple(Remark(name, {}, "!") for name in data.draw(st.lists(st.sampled_from(["", *ALWAYS]), unique=True)))
    sections = data.draw(st.sets(st.sampled_from(GROUPS)))
    made = a_report(*figures, unavailable=gone, remarks=remarks)
    seen = shown_of(made, sections)
    had = {name for name in ALWAYS if status[name] != "unavailable"}
    names = {figure.metric for figure in seen.report.figures if figure.status != "unavailable"}
    said = "\n".join(seen.more)
    counted = {what: int(number) for number, what in re.findall(r"(\d+) (more figure|remark|figure)s?\b", said)}
    assert counted.get("more figure", 0) == len(had - names)
    assert counted.get("remark", 0) == len(remarks) - len(seen.report.remarks)
    named = sum(map(len, seen.report.unavailable.values()))
    assert counted.get("figure", 0) == sum(map(len, gone.values())) - named
    assert all(
        status[each.metric] == "unavailable" or each.metric in names for each in seen.report.remarks if each.metric
    )
    if sections and had:
        assert names == {name for name in had if METRICS[name].group in sections}


def test_the_page_alone_is_short(run_cli):
    """Programs get every figure, whatever is asked of the page."""
    for form in ("json", "csv"):
        line = ["report", str(ACME), "--format", form]
        plain = run_cli(line, cwd=ACME)
        assert plain.exit_code == 0
        assert run_cli([*line, "--all"], cwd=ACME).stdout == plain.stdout
        assert plain.stdout.count("lifespan_months") > 0
        refused = run_cli([*line, "--section", "value"], cwd=ACME)
        assert refused.exit_code == 2
        assert f"--section is for people, and {form} has every figure." in refused.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("--section valeu", "No section is called valeu. Did you mean value?"),
        ("--section churn", "There are satisfaction, customers, revenue, value, health."),
        ("--section ,", "It names nothing."),
        ("--section value --all", "--section and --all exclude one another"),
        ("--metric nps --section value", "--section and --metric exclude one another"),
        ("--metric nps --all", "--all and --metric exclude one another"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(run_cli, asked, said):
    done = run_cli(["report", str(ACME), *asked.split()], cwd=ACME)
    assert done.exit_code == 2
    assert said in done.stderr


def test_where_all_figures_stand_none_are_said_to_be_left(acme, run_cli, tmp_path):
    """A workbook has every figure, and in a notebook there is no --all."""
    assert "more figure" not in api.report(acme, "2026-09")._repr_html_()
    assert run_cli(["report", str(ACME), "--period", "2026-09", "--output", "report.xlsx"], tmp_path).exit_code == 0
    about = openpyxl.load_workbook(tmp_path / "report.xlsx")["About"]
    said = " ".join(str(row[0].value) for row in about.iter_rows())
    assert "more figure" not in said
    assert "Under gross margin 80 %" in said
