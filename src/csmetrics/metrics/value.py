"""What a customer is worth and what winning and keeping one costs."""

from csmetrics.metrics.arithmetic import Numbers, ratio
from csmetrics.metrics.catalogue import metric, variant

SKOK = "Skok, SaaS Metrics 2.0: A Guide to Measuring and Improving What Matters, For Entrepreneurs"
BERNAZZANI = "Bernazzani, How to Calculate Customer Lifetime Value, HubSpot Service Blog"
PFEIFER = (
    "Pfeifer, The optimal ratio of acquisition and retention costs, "
    "Journal of Targeting, Measurement and Analysis for Marketing 13 (2005)"
)
AVERAGE_COSTS = (
    "Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics, 2nd edition, Pearson, 2010, "
    "chapter 5 (Acquisition versus retention)"
)
NOBODY_LEFT = "nobody left: no lifetime to project"
FREE_ACQUISITION = "winning customers costs nothing"


@metric(
    title="Customer lifetime value",
    group="value",
    unit="money",
    better="higher",
    formula="arpu * months * gross_margin / customer_churn_rate",
    source="Gupta and Lehmann, Customers as assets, Journal of Interactive Marketing 17 (2003); " + SKOK,
    undefined=NOBODY_LEFT,
    undefined_when=("customer_churn_rate",),
    based_on="customers_start",
    parameters={"gross_margin": "gross_margin"},
)
def clv(arpu: Numbers, customer_churn_rate: Numbers, months: Numbers, *, gross_margin: float = 1.0) -> Numbers:
    """Gross profit to expect from a customer before it leaves, if the period's churn goes on.

    Money, not discounted. The projected lifetime is the months of the period divided by its churn rate, unrounded.
    Undefined when nobody left: then there is nothing to project from, and the value is neither infinite nor zero.

    >>> round(float(clv(arpu=500, customer_churn_rate=10 / 110, months=1)), 6)
    5500.0
    """
    return ratio(arpu * months * gross_margin, customer_churn_rate)


@metric(
    title="Average purchase value",
    group="value",
    unit="money",
    better="higher",
    formula="revenue / purchases",
    source=BERNAZZANI,
    undefined="nobody bought",
    undefined_when=("purchases",),
    based_on="purchases",
)
def average_purchase_value(revenue: Numbers, purchases: Numbers) -> Numbers:
    """Average value of a purchase.

    Money. A refund lowers revenue and is not a purchase. A purchase for nothing is one. Undefined when nobody
    bought.

    >>> float(average_purchase_value(revenue=7200, purchases=72))
    100.0
    """
    return ratio(revenue, purchases)


@metric(
    title="Purchases a customer-month",
    group="value",
    unit="ratio",
    better="higher",
    formula="purchases / (purchasing_customers * months)",
    source=BERNAZZANI + " (average purchase frequency)",
    undefined="nobody bought",
    undefined_when=("purchasing_customers",),
    based_on="purchasing_customers",
)
def purchases_per_customer_month(purchases: Numbers, purchasing_customers: Numbers, months: Numbers) -> Numbers:
    """How often a customer who bought in the period buys in a month.

    Above 0, and at least 1 over one month, because customers who did not buy are left out. Undefined when nobody
    bought.

    >>> float(purchases_per_customer_month(purchases=72, purchasing_customers=12, months=3))
    2.0
    """
    return ratio(purchases, purchasing_customers * months)


@metric(
    title="Expected lifespan, months",
    group="value",
    unit="months",
    better="higher",
    formula="months / customer_churn_rate",
    source=SKOK + " (customer lifetime)",
    undefined=NOBODY_LEFT,
    undefined_when=("customer_churn_rate",),
    based_on="customers_start",
)
def lifespan_months(customer_churn_rate: Numbers, months: Numbers) -> Numbers:
    """How many months a customer stays, if the period's churn goes on.

    At least the length of the period. `rules.lifespan_months` replaces it with your own number. Undefined when
    nobody left.

    >>> float(lifespan_months(customer_churn_rate=0.05, months=1))
    20.0
    """
    return ratio(months, customer_churn_rate)


@variant(
    "lifespan_months",
    ("rules.lifespan_months", "set"),
    title="Expected lifespan, set",
    better="neither",
    formula="assumed_lifespan",
    source="Set in the configuration (rules: lifespan_months)",
    undefined="",
    undefined_when=(),
    based_on="months",
    parameters={"assumed_lifespan": "rules.lifespan_months"},
)
def lifespan_months_set(*, assumed_lifespan: float) -> Numbers:
    """How long a customer is taken to stay, in months.

    A single number, the same in every period and segment. Always defined.

    >>> float(lifespan_months_set(assumed_lifespan=36))
    36.0
    """
    return assumed_lifespan


@metric(
    title="Lifetime value, purchases",
    group="value",
    unit="money",
    better="higher",
    formula="average_purchase_value * purchases_per_customer_month * lifespan_months",
    source=BERNAZZANI,
    based_on="purchases",
)
def clv_purchases(
    average_purchase_value: Numbers, purchases_per_customer_month: Numbers, lifespan_months: Numbers
) -> Numbers:
    """Revenue to expect from a customer over the lifespan, if buying goes on as in the period.

    Money, before costs and not discounted. Undefined where one of its three factors is.

    >>> float(clv_purchases(average_purchase_value=100, purchases_per_customer_month=2, lifespan_months=36))
    7200.0
    """
    return average_purchase_value * purchases_per_customer_month * lifespan_months


@metric(
    title="Lifetime value so far",
    group="value",
    unit="money",
    better="higher",
    formula="revenue_ever / purchasers_ever",
    source="Arithmetic of the purchases",
    undefined="nobody has ever bought",
    undefined_when=("purchasers_ever",),
    based_on="purchasers_ever",
)
def clv_historical(revenue_ever: Numbers, purchasers_ever: Numbers) -> Numbers:
    """What a customer has brought in so far, from the first purchase to the close, on average.

    Money, minus refunds. It is a record, not a projection. Undefined while nobody has ever bought.

    >>> float(clv_historical(revenue_ever=90000, purchasers_ever=60))
    1500.0
    """
    return ratio(revenue_ever, purchasers_ever)


@metric(
    title="Acquisition cost (CAC)",
    group="value",
    unit="money",
    better="lower",
    formula="acquisition_cost / customers_won",
    source=AVERAGE_COSTS,
    undefined="nobody was won",
    undefined_when=("customers_won",),
    based_on="customers_won",
    beside=("customers_new",),
)
def cac(acquisition_cost: Numbers, customers_won: Numbers) -> Numbers:
    """What it costs to win a customer.

    Money. The costs are those of the categories under `costs: acquisition`. Customers are won if their first paying
    day ever lies in the period, whether they stayed to its close or not. Returned customers are not won. Undefined
    when nobody was won.

    >>> float(cac(acquisition_cost=50000, customers_won=50))
    1000.0
    """
    return ratio(acquisition_cost, customers_won)


@metric(
    title="Retention cost (CRC)",
    group="value",
    unit="money",
    better="lower",
    formula="retention_cost / customers_end",
    source=AVERAGE_COSTS,
    undefined="no customer is paying at the close",
    undefined_when=("customers_end",),
    based_on="customers_end",
)
def crc(retention_cost: Numbers, customers_end: Numbers) -> Numbers:
    """What it costs to keep a customer over the period.

    Money. The costs are those of the categories under `costs: retention`; `rules.crc_customers` chooses the
    customers they are divided by. Undefined when nobody pays at the close.

    >>> float(crc(retention_cost=125000, customers_end=250))
    500.0
    """
    return ratio(retention_cost, customers_end)


@variant(
    "crc",
    ("rules.crc_customers", "average"),
    formula="retention_cost / ((customers_start + customers_end) / 2)",
    undefined="no customer is paying at the opening or at the close",
    undefined_when=("customers_start", "customers_end"),
)
def crc_average(retention_cost: Numbers, customers_start: Numbers, customers_end: Numbers) -> Numbers:
    """What keeping a customer over the period costs, by the mean of the customers at its edges.

    Money. Undefined when nobody pays at the opening nor at the close.

    >>> float(crc_average(retention_cost=125000, customers_start=200, customers_end=300))
    500.0
    """
    return ratio(retention_cost, (customers_start + customers_end) / 2)


@metric(
    title="Lifetime value to CAC",
    group="value",
    unit="ratio",
    better="higher",
    formula="clv / cac",
    source=SKOK + " (LTV to CAC)",
    undefined=FREE_ACQUISITION,
    undefined_when=("cac",),
    based_on="customers_won",
)
def clv_to_cac(clv: Numbers, cac: Numbers) -> Numbers:
    """How many times a new customer pays back what it costs to win one.

    From 0 up; below 1 every new customer loses money. Undefined when winning customers costs nothing.

    >>> float(clv_to_cac(clv=5500, cac=1000))
    5.5
    """
    return ratio(clv, cac)


@metric(
    title="CAC payback, months",
    group="value",
    unit="months",
    better="lower",
    formula="cac / (arpu * gross_margin)",
    source=SKOK + " (months to recover CAC)",
    undefined="customers bring in no margin to pay it back",
    undefined_when=("arpu",),
    based_on="customers_won",
    parameters={"gross_margin": "gross_margin"},
)
def cac_payback_months(cac: Numbers, arpu: Numbers, *, gross_margin: float = 1.0) -> Numbers:
    """Months until the margin on a customer has paid back what it costs to win one.

    From 0 up. Undefined when customers bring in no margin.

    >>> float(cac_payback_months(cac=1000, arpu=100))
    10.0
    """
    return ratio(cac, arpu * gross_margin)


@metric(
    title="Retention cost to CAC",
    group="value",
    unit="ratio",
    better="lower",
    formula="crc / cac",
    source=PFEIFER,
    undefined=FREE_ACQUISITION,
    undefined_when=("cac",),
    based_on="customers_end",
)
def crc_to_cac(crc: Numbers, cac: Numbers) -> Numbers:
    """What it costs to keep a customer over the period, for each unit spent on winning one.

    From 0 up and expected below 1. Undefined when winning customers costs nothing.

    >>> float(crc_to_cac(crc=500, cac=1000))
    0.5
    """
    return ratio(crc, cac)
