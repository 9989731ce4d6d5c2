"""Recurring revenue and how it moves from the opening of a period to its close."""

from csmetrics.metrics.arithmetic import Numbers
from csmetrics.metrics.catalogue import metric

MOVEMENTS = "ChartMogul Help Center, MRR Movements"


@metric(
    title="Monthly recurring revenue",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_end",
    source="ChartMogul Help Center, Monthly Recurring Revenue (MRR)",
    based_on="customers_end",
)
def mrr(mrr_end: Numbers) -> Numbers:
    """What all subscriptions that run at the close bring in a month.

    Money a month, from 0 up. Prices for longer and shorter intervals become a monthly price. Always defined.

    >>> float(mrr(mrr_end=12500))
    12500.0
    """
    return mrr_end


@metric(
    title="MRR, row by row",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_end_by_row",
    source="ChartMogul Help Center, Monthly Recurring Revenue (MRR)",
    based_on="customers_end",
    shown="by name",
)
def mrr_by_row(mrr_end_by_row: Numbers) -> Numbers:
    """What all subscriptions that run at the close bring in a month, each under its own plan or product.

    Money a month, from 0 up. By plan or product it divides the MRR row by row; `mrr` divides it customer by
    customer. For the whole both are the same. Shown only if you name it. Always defined.

    >>> float(mrr_by_row(mrr_end_by_row=12500))
    12500.0
    """
    return mrr_end_by_row


@metric(
    title="Annual run rate",
    group="revenue",
    unit="money",
    better="higher",
    formula="12 * mrr_end",
    source="ChartMogul Help Center, Annual Run Rate (ARR)",
    based_on="customers_end",
)
def arr(mrr_end: Numbers) -> Numbers:
    """What a year at the MRR of the close would bring in.

    Money a year, from 0 up. It is a rate, not a forecast. Always defined.

    >>> float(arr(mrr_end=12500))
    150000.0
    """
    return 12 * mrr_end


@metric(
    title="New MRR",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_new",
    source=MOVEMENTS,
    based_on="customers_new",
)
def new_mrr(mrr_new: Numbers) -> Numbers:
    """MRR of customers who had never paid before.

    Money a month, from 0 up, as it is at the close. Always defined.

    >>> float(new_mrr(mrr_new=20000))
    20000.0
    """
    return mrr_new


@metric(
    title="Returned MRR",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_returned",
    source=MOVEMENTS,
    based_on="customers_returned",
)
def returned_mrr(mrr_returned: Numbers) -> Numbers:
    """MRR of former customers who came back.

    Money a month, from 0 up, as it is at the close. Also called reactivation. Always defined.

    >>> float(returned_mrr(mrr_returned=50))
    50.0
    """
    return mrr_returned


@metric(
    title="Expansion MRR",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_expansion",
    source=MOVEMENTS,
    based_on="customers_start",
)
def expansion_mrr(mrr_expansion: Numbers) -> Numbers:
    """MRR gained from customers who paid less at the opening.

    Money a month, from 0 up. Always defined.

    >>> float(expansion_mrr(mrr_expansion=8000))
    8000.0
    """
    return mrr_expansion


@metric(
    title="Expansion, upsell",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_upsell",
    source=MOVEMENTS,
    based_on="customers_start",
)
def expansion_upsell_mrr(mrr_upsell: Numbers) -> Numbers:
    """MRR that customers added with more units or a higher plan.

    Money a month, from 0 up. Upsell, cross-sell and renewal minus offset are the expansion. Always defined.

    >>> expansion_upsell_mrr(mrr_upsell=120)
    120
    """
    return mrr_upsell


@metric(
    title="Expansion, cross-sell",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_cross_sell",
    source=MOVEMENTS,
    based_on="customers_start",
)
def expansion_cross_sell_mrr(mrr_cross_sell: Numbers) -> Numbers:
    """MRR that customers added with products they did not have at the opening.

    Money a month, from 0 up. Zero if subscriptions.csv has no product column. Always defined.

    >>> expansion_cross_sell_mrr(mrr_cross_sell=40)
    40
    """
    return mrr_cross_sell


@metric(
    title="Expansion, renewal",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_renewal",
    source=MOVEMENTS,
    based_on="customers_start",
)
def expansion_renewal_mrr(mrr_renewal: Numbers) -> Numbers:
    """MRR that a higher price added at the same plan and quantity.

    Money a month, from 0 up. Always defined.

    >>> expansion_renewal_mrr(mrr_renewal=15)
    15
    """
    return mrr_renewal


@metric(
    title="Expansion, offset",
    group="revenue",
    unit="money",
    better="lower",
    formula="mrr_offset",
    source=MOVEMENTS,
    based_on="customers_start",
)
def expansion_offset_mrr(mrr_offset: Numbers) -> Numbers:
    """MRR that customers gave up in one place while their MRR grew overall.

    Money a month, from 0 up. Upsell, cross-sell and renewal minus offset are the expansion. Always defined.

    >>> expansion_offset_mrr(mrr_offset=5)
    5
    """
    return mrr_offset


@metric(
    title="Contraction MRR",
    group="revenue",
    unit="money",
    better="lower",
    formula="mrr_contraction",
    source=MOVEMENTS,
    based_on="customers_start",
)
def contraction_mrr(mrr_contraction: Numbers) -> Numbers:
    """MRR lost on customers who stay and pay less than at the opening.

    Money a month, from 0 up: a loss is a positive amount. Always defined.

    >>> float(contraction_mrr(mrr_contraction=3000))
    3000.0
    """
    return mrr_contraction


@metric(
    title="Churned MRR",
    group="revenue",
    unit="money",
    better="lower",
    formula="mrr_churned",
    source=MOVEMENTS,
    based_on="customers_churned",
)
def churned_mrr(mrr_churned: Numbers) -> Numbers:
    """MRR lost with the customers who left.

    Money a month, from 0 up, as it was at the opening: a loss is a positive amount. Always defined.

    >>> float(churned_mrr(mrr_churned=5000))
    5000.0
    """
    return mrr_churned


@metric(
    title="Moved in, MRR",
    group="revenue",
    unit="money",
    better="neither",
    formula="mrr_moved_in",
    source=MOVEMENTS,
    based_on="customers_moved_in",
    shown="where customers move",
)
def moved_in_mrr(mrr_moved_in: Numbers) -> Numbers:
    """MRR that customers brought along from another plan or product.

    Money a month, from 0 up: what such a customer pays at the opening or at the close, whichever is less. 0 for the
    whole. Always defined.

    >>> float(moved_in_mrr(mrr_moved_in=10))
    10.0
    """
    return mrr_moved_in


@metric(
    title="Moved out, MRR",
    group="revenue",
    unit="money",
    better="neither",
    formula="mrr_moved_out",
    source=MOVEMENTS,
    based_on="customers_moved_out",
    shown="where customers move",
)
def moved_out_mrr(mrr_moved_out: Numbers) -> Numbers:
    """MRR that customers took along to another plan or product.

    Money a month, from 0 up: what such a customer pays at the opening or at the close, whichever is less. 0 for the
    whole. Always defined.

    >>> float(moved_out_mrr(mrr_moved_out=10))
    10.0
    """
    return mrr_moved_out


@metric(
    title="Exchange MRR",
    group="revenue",
    unit="money",
    better="neither",
    formula="mrr_exchange",
    source="csmetrics, docs/currencies.md",
    based_on="customers_end",
    shown="with rates of exchange",
)
def exchange_mrr(mrr_exchange: Numbers) -> Numbers:
    """Change in MRR that comes from exchange rates alone.

    Money a month, of customers who pay at the opening and the close. Negative if the currencies they pay in have
    fallen, 0 if all pay in the currency of the figures. MRR at the opening + net new MRR + this is MRR at the
    close. Always defined.

    >>> float(exchange_mrr(mrr_exchange=-8.5))
    -8.5
    """
    return mrr_exchange


@metric(
    title="Net new MRR",
    group="revenue",
    unit="money",
    better="higher",
    formula="mrr_new + mrr_returned + mrr_expansion - mrr_contraction - mrr_churned",
    source=MOVEMENTS,
    based_on="customers_end",
)
def net_new_mrr(
    mrr_new: Numbers,
    mrr_returned: Numbers,
    mrr_expansion: Numbers,
    mrr_contraction: Numbers,
    mrr_churned: Numbers,
) -> Numbers:
    """Change in MRR from the opening to the close, without exchange rates.

    Money a month, negative when it fell. By plan or product, `moved_in_mrr` and `moved_out_mrr` come beside it.
    Always defined.

    >>> float(
    ...     net_new_mrr(
    ...         mrr_new=20000, mrr_returned=0, mrr_expansion=8000, mrr_contraction=3000, mrr_churned=5000
    ...     )
    ... )
    20000.0
    """
    return mrr_new + mrr_returned + mrr_expansion - mrr_contraction - mrr_churned
