"""What revenue amounts to: by customer, kept, lost and won, and billed."""

from csmetrics.metrics.arithmetic import Numbers, ratio
from csmetrics.metrics.catalogue import metric, variant
from csmetrics.metrics.model import BY_WHAT_IS_HELD
from csmetrics.metrics.span import Span

NO_OPENING_MRR = "no recurring revenue at the opening"


@metric(
    title="Average revenue (ARPU)",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_end / customers_end",
    source="Stripe, Billing analytics: average revenue per user (ARPU)",
    undefined="no customer is paying at the close",
    undefined_when=("customers_end",),
    based_on="customers_end",
)
def arpu(mrr_end: Numbers, customers_end: Numbers) -> Numbers:
    """What a paying customer brings in a month, on average.

    Money a month, above 0. Multiplied by the customers it is the MRR. Undefined when nobody pays at the close.

    >>> float(arpu(mrr_end=50000, customers_end=100))
    500.0
    """
    return ratio(mrr_end, customers_end)


@metric(
    title="Revenue churn rate",
    group="revenue",
    unit="fraction",
    better="lower",
    formula="(mrr_churned + mrr_contraction) / mrr_start",
    source="ChartMogul Help Center, Metric: MRR Churn Rate (gross)",
    undefined=NO_OPENING_MRR,
    undefined_when=("mrr_start",),
    based_on="customers_start",
)
def revenue_churn_rate(mrr_start: Numbers, mrr_contraction: Numbers, mrr_churned: Numbers) -> Numbers:
    """Share of the opening MRR that was lost to customers who left or pay less.

    Runs from 0 to 1. Gains are not set against it. Undefined without MRR at the opening.

    >>> float(revenue_churn_rate(mrr_start=100, mrr_contraction=10, mrr_churned=10))
    0.2
    """
    return ratio(mrr_churned + mrr_contraction, mrr_start)


@metric(
    title="Gross revenue retention",
    group="revenue",
    unit="fraction",
    better="higher",
    formula="1 - revenue_churn_rate",
    source="SaaS Metrics Standards Board, Gross Revenue Retention",
    based_on="customers_start",
)
def gross_revenue_retention(revenue_churn_rate: Numbers) -> Numbers:
    """Share of the opening MRR that was kept, without any growth.

    Runs from 0 to 1. Undefined where the revenue churn rate is.

    >>> float(gross_revenue_retention(revenue_churn_rate=0.2))
    0.8
    """
    return 1 - revenue_churn_rate


@metric(
    title="Net revenue retention",
    group="revenue",
    unit="fraction",
    better="higher",
    formula="(mrr_start + mrr_expansion - mrr_contraction - mrr_churned) / mrr_start",
    source="SaaS Metrics Standards Board, Net Revenue Retention",
    undefined=NO_OPENING_MRR,
    undefined_when=("mrr_start",),
    based_on="customers_start",
    span=Span(low=0),
)
def net_revenue_retention(
    mrr_start: Numbers, mrr_expansion: Numbers, mrr_contraction: Numbers, mrr_churned: Numbers
) -> Numbers:
    """What the customers of the opening pay at the close, as a share of what they paid then.

    From 0 up; above 1 if they grew by more than was lost. New and returned customers do not count. Undefined
    without MRR at the opening.

    >>> float(
    ...     net_revenue_retention(mrr_start=1000, mrr_expansion=200, mrr_contraction=0, mrr_churned=100)
    ... )
    1.1
    """
    return ratio(mrr_start + mrr_expansion - mrr_contraction - mrr_churned, mrr_start)


@variant(
    "net_revenue_retention",
    BY_WHAT_IS_HELD,
    formula="mrr_kept / mrr_start",
    undefined=NO_OPENING_MRR,
    undefined_when=("mrr_start",),
    beside=("mrr_expansion", "mrr_contraction", "mrr_churned"),
)
def net_revenue_retention_held(mrr_start: Numbers, mrr_kept: Numbers) -> Numbers:
    """What those who held the plan or product at the opening pay at the close, as a share of what they paid then.

    From 0 up. What they pay for another plan or product by then counts too. Undefined without recurring revenue at the
    opening.

    >>> float(net_revenue_retention_held(mrr_start=1000, mrr_kept=1100))
    1.1
    """
    return ratio(mrr_kept, mrr_start)


@metric(
    title="Quick ratio",
    group="revenue",
    unit="ratio",
    better="higher",
    formula="(mrr_new + mrr_returned + mrr_expansion) / (mrr_contraction + mrr_churned)",
    source="Hamid, Numbers That Actually Matter: Finding Your North Star, Social Capital, SaaStr 2015",
    undefined="no recurring revenue was lost",
    undefined_when=("mrr_contraction", "mrr_churned"),
    based_on="customers_end",
)
def quick_ratio(
    mrr_new: Numbers,
    mrr_returned: Numbers,
    mrr_expansion: Numbers,
    mrr_contraction: Numbers,
    mrr_churned: Numbers,
) -> Numbers:
    """MRR gained for each unit of MRR lost.

    From 0 up; above 1 MRR grows. Undefined when nothing was lost.

    >>> float(
    ...     quick_ratio(
    ...         mrr_new=20000, mrr_returned=0, mrr_expansion=8000, mrr_contraction=3000, mrr_churned=5000
    ...     )
    ... )
    3.5
    """
    return ratio(mrr_new + mrr_returned + mrr_expansion, mrr_contraction + mrr_churned)


@metric(
    title="Revenue",
    group="revenue",
    unit="money",
    better="higher",
    formula="purchase_revenue",
    source="Arithmetic of the purchases",
    based_on="purchases",
)
def revenue(purchase_revenue: Numbers) -> Numbers:
    """What customers bought in the period, minus refunds.

    Money; negative when more was refunded than bought. Always defined.

    >>> float(revenue(purchase_revenue=7200))
    7200.0
    """
    return purchase_revenue


@metric(
    title="Revenue per buyer",
    group="revenue",
    unit="money",
    better="higher",
    formula="revenue / purchasing_customers",
    source="Arithmetic of the purchases",
    undefined="nobody bought",
    undefined_when=("purchasing_customers",),
    based_on="purchasing_customers",
)
def revenue_per_customer(revenue: Numbers, purchasing_customers: Numbers) -> Numbers:
    """Average revenue of a customer who bought in the period.

    Money over the whole period. A refund lowers it. Undefined when nobody bought.

    >>> float(revenue_per_customer(revenue=7200, purchasing_customers=36))
    200.0
    """
    return ratio(revenue, purchasing_customers)
