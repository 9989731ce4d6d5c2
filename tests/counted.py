"""Tallies counted for their own sake, with no metric that asks for them."""

from csmetrics.counting import tallying
from csmetrics.counting.plan import plan_tallies


def tally(data, periods, by=(), **needed):
    """The tallies of consecutive periods, by some attributes; all that there are, or those of some subjects."""
    return tallying.tally(data, plan_tallies(data, periods, by, **needed))
