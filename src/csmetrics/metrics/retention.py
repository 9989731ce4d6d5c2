"""How many customers there are, and how many come, stay and go."""

from csmetrics.metrics.arithmetic import Numbers, blank_zero, ratio
from csmetrics.metrics.catalogue import metric, variant
from csmetrics.metrics.model import BY_WHAT_IS_HELD, BY_WHAT_IS_HELD_SEPARATE

MOVEMENTS = "Arithmetic of the customer movements"
MARKETING_METRICS = (
    "Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics, 2nd edition, Pearson, 2010, "
    "chapter 5 (Customers, recency, and retention)"
)
NOBODY_AT_OPENING = "no customer was paying at the opening"
NOBODY_EVER = "no customer has ever paid"


@metric(
    title="Customers",
    group="customers",
    unit="count",
    better="higher",
    formula="customers_end",
    source=MOVEMENTS,
    based_on="customers_end",
)
def customers(customers_end: Numbers) -> Numbers:
    """Customers paying at the close of the period.

    A whole number from 0 up. Always defined.

    >>> int(customers(customers_end=105))
    105
    """
    return customers_end


@metric(
    title="New customers",
    group="customers",
    unit="count",
    better="higher",
    formula="customers_new",
    source=MOVEMENTS,
    based_on="customers_new",
)
def new_customers(customers_new: Numbers) -> Numbers:
    """Customers who pay at the close of the period and had never paid before it.

    A whole number from 0 up. Always defined.

    >>> int(new_customers(customers_new=15))
    15
    """
    return customers_new


@metric(
    title="Returned customers",
    group="customers",
    unit="count",
    better="higher",
    formula="customers_returned",
    source=MOVEMENTS,
    based_on="customers_returned",
)
def returned_customers(customers_returned: Numbers) -> Numbers:
    """Customers who had left before the opening and pay again at the close.

    A whole number from 0 up. Always defined.

    >>> int(returned_customers(customers_returned=3))
    3
    """
    return customers_returned


@metric(
    title="Churned customers",
    group="customers",
    unit="count",
    better="lower",
    formula="customers_churned",
    source=MOVEMENTS,
    based_on="customers_churned",
)
def churned_customers(customers_churned: Numbers) -> Numbers:
    """Customers who paid at the opening and do not pay at the close.

    A whole number from 0 up. Always defined.

    >>> int(churned_customers(customers_churned=10))
    10
    """
    return customers_churned


@metric(
    title="Joined and left",
    group="customers",
    unit="count",
    better="lower",
    formula="customers_joined_and_left",
    source=MOVEMENTS,
    based_on="customers_joined_and_left",
)
def joined_and_left_customers(customers_joined_and_left: Numbers) -> Numbers:
    """Customers who paid within the period but neither at its opening nor at its close.

    A whole number from 0 up. Always defined.

    >>> int(joined_and_left_customers(customers_joined_and_left=2))
    2
    """
    return customers_joined_and_left


@metric(
    title="Moved in, customers",
    group="customers",
    unit="count",
    better="neither",
    formula="customers_moved_in",
    source=MOVEMENTS,
    based_on="customers_moved_in",
    shown="where customers move",
)
def moved_in_customers(customers_moved_in: Numbers) -> Numbers:
    """Customers who came from another plan or product, and pay at the opening and the close.

    A whole number from 0 up; 0 for the whole. Always defined.

    >>> int(moved_in_customers(customers_moved_in=2))
    2
    """
    return customers_moved_in


@metric(
    title="Moved out, customers",
    group="customers",
    unit="count",
    better="neither",
    formula="customers_moved_out",
    source=MOVEMENTS,
    based_on="customers_moved_out",
    shown="where customers move",
)
def moved_out_customers(customers_moved_out: Numbers) -> Numbers:
    """Customers who went to another plan or product, and pay at the opening and the close.

    A whole number from 0 up; 0 for the whole. Always defined.

    >>> int(moved_out_customers(customers_moved_out=2))
    2
    """
    return customers_moved_out


@metric(
    title="Customer churn rate",
    group="customers",
    unit="fraction",
    better="lower",
    formula="(customers_churned + customers_joined_and_left) / (customers_start + customers_joined_and_left)",
    source=MARKETING_METRICS,
    undefined=NOBODY_AT_OPENING,
    undefined_when=("customers_start",),
    based_on="customers_start",
)
def customer_churn_rate(
    customers_start: Numbers, customers_churned: Numbers, customers_joined_and_left: Numbers
) -> Numbers:
    """Share of the period's customers who left during it.

    Runs from 0 to 1. Customers who joined and left within the period count above and below the line, unless
    `rules.joined_and_left` is `separate`. Undefined when nobody paid at the opening, whoever joined and left.

    >>> float(customer_churn_rate(customers_start=1000, customers_churned=100, customers_joined_and_left=0))
    0.1
    """
    could_be_lost = blank_zero(customers_start) + customers_joined_and_left
    return ratio(customers_churned + customers_joined_and_left, could_be_lost)


@variant(
    "customer_churn_rate",
    ("rules.joined_and_left", "separate"),
    formula="customers_churned / customers_start",
    undefined=NOBODY_AT_OPENING,
    undefined_when=("customers_start",),
)
def customer_churn_rate_separate(customers_start: Numbers, customers_churned: Numbers) -> Numbers:
    """Share of the customers at the opening who no longer pay at the close.

    Runs from 0 to 1. Those who joined and left within the period are left out. Undefined when nobody paid at the
    opening.

    >>> float(customer_churn_rate_separate(customers_start=1000, customers_churned=100))
    0.1
    """
    return ratio(customers_churned, customers_start)


@metric(
    title="Customer retention rate",
    group="customers",
    unit="fraction",
    better="higher",
    formula="(customers_end - customers_new - customers_returned) / (customers_start + customers_joined_and_left)",
    source=MARKETING_METRICS,
    undefined=NOBODY_AT_OPENING,
    undefined_when=("customers_start",),
    based_on="customers_start",
)
def customer_retention_rate(
    customers_start: Numbers,
    customers_end: Numbers,
    customers_new: Numbers,
    customers_returned: Numbers,
    customers_joined_and_left: Numbers,
) -> Numbers:
    """Share of the period's customers who stayed.

    Runs from 0 to 1. Retention and churn add up to 1. Undefined when nobody paid at the opening, whoever joined and
    left.

    >>> float(
    ...     customer_retention_rate(
    ...         customers_start=100,
    ...         customers_end=105,
    ...         customers_new=15,
    ...         customers_returned=0,
    ...         customers_joined_and_left=0,
    ...     )
    ... )
    0.9
    """
    stayed = customers_end - customers_new - customers_returned
    return ratio(stayed, blank_zero(customers_start) + customers_joined_and_left)


@variant(
    "customer_retention_rate",
    ("rules.joined_and_left", "separate"),
    formula="(customers_end - customers_new - customers_returned) / customers_start",
    undefined=NOBODY_AT_OPENING,
    undefined_when=("customers_start",),
)
def customer_retention_rate_separate(
    customers_start: Numbers, customers_end: Numbers, customers_new: Numbers, customers_returned: Numbers
) -> Numbers:
    """Share of the customers at the opening who still pay at the close.

    Runs from 0 to 1; with the churn rate it makes 1. Undefined when nobody paid at the opening.

    >>> float(
    ...     customer_retention_rate_separate(
    ...         customers_start=100, customers_end=105, customers_new=15, customers_returned=0
    ...     )
    ... )
    0.9
    """
    return ratio(customers_end - customers_new - customers_returned, customers_start)


@variant(
    "customer_retention_rate",
    BY_WHAT_IS_HELD,
    formula="(customers_start - customers_churned) / (customers_start + customers_joined_and_left)",
    undefined=NOBODY_AT_OPENING,
    undefined_when=("customers_start",),
)
def customer_retention_rate_held(
    customers_start: Numbers, customers_churned: Numbers, customers_joined_and_left: Numbers
) -> Numbers:
    """Share of those who held the plan or product at the opening, or joined and left, that did not leave altogether.

    Runs from 0 to 1; with the churn rate it makes 1. Who holds another by the close has stayed. Undefined when nobody
    paid at the opening.

    >>> float(customer_retention_rate_held(customers_start=100, customers_churned=10, customers_joined_and_left=0))
    0.9
    """
    return ratio(customers_start - customers_churned, blank_zero(customers_start) + customers_joined_and_left)


@variant(
    "customer_retention_rate",
    BY_WHAT_IS_HELD_SEPARATE,
    formula="(customers_start - customers_churned) / customers_start",
    undefined=NOBODY_AT_OPENING,
    undefined_when=("customers_start",),
)
def customer_retention_rate_held_separate(customers_start: Numbers, customers_churned: Numbers) -> Numbers:
    """Share of those who held the plan or product at the opening that still pay at the close, for whatever.

    Runs from 0 to 1; with the churn rate it makes 1. Undefined when nobody paid at the opening.

    >>> float(customer_retention_rate_held_separate(customers_start=100, customers_churned=10))
    0.9
    """
    return ratio(customers_start - customers_churned, customers_start)


@metric(
    title="Active customer rate",
    group="customers",
    unit="fraction",
    better="higher",
    formula="customers_end / customers_ever",
    source=MOVEMENTS,
    undefined=NOBODY_EVER,
    undefined_when=("customers_ever",),
    based_on="customers_ever",
)
def active_customer_rate(customers_end: Numbers, customers_ever: Numbers) -> Numbers:
    """Share of all customers who ever paid who still pay at the close.

    Runs from 0 to 1. Undefined while nobody has ever paid.

    >>> float(active_customer_rate(customers_end=60, customers_ever=80))
    0.75
    """
    return ratio(customers_end, customers_ever)


@metric(
    title="Average customer years",
    group="customers",
    unit="years",
    better="higher",
    formula="customer_years / customers_ever",
    source="Bernazzani, How to Calculate Customer Lifetime Value, HubSpot Service Blog (average customer lifespan)",
    undefined=NOBODY_EVER,
    undefined_when=("customers_ever",),
    based_on="customers_ever",
)
def average_customer_years(customer_years: Numbers, customers_ever: Numbers) -> Numbers:
    """Mean time for which customers have paid, in years.

    From 0 up. It counts from the first payment to the end, or to the close for those who still pay, without gaps.
    So it grows while they stay. Undefined while nobody has ever paid.

    >>> float(average_customer_years(customer_years=120, customers_ever=80))
    1.5
    """
    return ratio(customer_years, customers_ever)
