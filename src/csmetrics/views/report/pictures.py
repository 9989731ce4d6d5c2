"""A report as pictures: the MRR bridge, and the three parts of an NPS."""

from csmetrics.figures.model import Report
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import period_short
from csmetrics.views.mrr_bridge import bridge_picture
from csmetrics.views.shared_charts import nps_picture


def pictures(report: Report) -> list[Picture]:
    """Of the whole; none where the report has neither."""
    parted = [nps_picture(figure, report.period) for figure in report.figures if not figure.segment]
    return [*bridge(report), *(each for each in parted if each)]


def bridge(report: Report) -> list[Picture]:
    """How MRR came from the close before to this one; none where the files cannot tell."""
    ends = (period_short(report.previous_period), period_short(report.period))
    money = ", ".join(filter(None, ("MRR", report.currency, f"at the close of {ends[0]} and of {ends[1]}")))
    wholes = [figure for figure in report.figures if not figure.segment and figure.status == "ok"]
    found = bridge_picture(wholes, f"{money}.", ends=ends)
    return [found] if found else []
