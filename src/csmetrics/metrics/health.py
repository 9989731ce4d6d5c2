"""How healthy the customers are who pay at the close, and how much revenue is at risk with those who are not."""

from csmetrics.metrics.arithmetic import Numbers, ratio
from csmetrics.metrics.catalogue import metric
from csmetrics.metrics.span import Span

SCORES = "Mehta, Steinman and Murphy, Customer Success, Wiley, 2016, chapter 8 (health scores)"
POINTS = Span(0, 100, not_under=("health.method", "sum"))
NOBODY_SCORED = "no customer who pays at the close has enough known signals for a score"


@metric(
    title="Health score",
    group="health",
    unit="points",
    better="higher",
    formula="health_points / customers_scored",
    source=SCORES,
    undefined=NOBODY_SCORED,
    undefined_when=("customers_scored",),
    based_on="customers_scored",
    span=POINTS,
)
def health_score(health_points: Numbers, customers_scored: Numbers) -> Numbers:
    """Mean health score of the customers who pay at the close.

    Runs from 0 to 100, unless `health: method` is `sum`. Customers with too few known signals have no score and do
    not count. Undefined when nobody has a score. --customer ID shows the score of one customer, signal by signal.

    >>> round(float(health_score(health_points=2287, customers_scored=57)), 2)
    40.12
    """
    return ratio(health_points, customers_scored)


@metric(
    title="Health score by MRR",
    group="health",
    unit="points",
    better="higher",
    formula="100 * health_mrr / mrr_scored",
    source=SCORES,
    undefined=NOBODY_SCORED,
    undefined_when=("mrr_scored",),
    based_on="customers_scored",
    span=POINTS,
)
def health_score_by_mrr(health_mrr: Numbers, mrr_scored: Numbers) -> Numbers:
    """Mean health score of the customers who pay at the close, weighted by MRR.

    Runs from 0 to 100, unless `health: method` is `sum`. If it is below the plain mean, your large customers are
    less healthy than your small ones. Undefined when nobody has a score.

    >>> float(health_score_by_mrr(health_mrr=8_000, mrr_scored=10_000))
    80.0
    """
    return ratio(100 * health_mrr, mrr_scored)


@metric(
    title="Customers at risk",
    group="health",
    unit="count",
    better="lower",
    formula="customers_at_risk_end",
    source=SCORES,
    based_on="customers_scored",
)
def customers_at_risk(customers_at_risk_end: Numbers) -> Numbers:
    """Customers paying at the close whose health score is in the lowest band.

    A whole number from 0 up. Always defined.

    >>> int(customers_at_risk(customers_at_risk_end=7))
    7
    """
    return customers_at_risk_end


@metric(
    title="MRR at risk",
    group="health",
    unit="money",
    better="lower",
    formula="mrr_at_risk_end",
    source=SCORES,
    based_on="customers_at_risk_end",
)
def mrr_at_risk(mrr_at_risk_end: Numbers) -> Numbers:
    """MRR of the customers at risk.

    Money a month, from 0 up. Always defined.

    >>> float(mrr_at_risk(mrr_at_risk_end=1_250.0))
    1250.0
    """
    return mrr_at_risk_end


@metric(
    title="Customers in distress",
    group="health",
    unit="count",
    better="lower",
    formula="customers_distressed_end",
    source=SCORES,
    based_on="customers_distress_scored",
)
def customers_distressed(customers_distressed_end: Numbers) -> Numbers:
    """Customers paying at the close whose distress score has reached its threshold.

    A whole number from 0 up. Distress is read from what customers do, not from what they say. Always defined.

    >>> int(customers_distressed(customers_distressed_end=3))
    3
    """
    return customers_distressed_end
