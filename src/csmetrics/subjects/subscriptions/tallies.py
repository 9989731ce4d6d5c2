"""The tallies of subscriptions.csv: customers and recurring revenue, and how both have moved."""

from csmetrics.subjects.tally import OF_RECURRING_MONEY, declared

TALLIES = (
    *declared(
        "count",
        "subscriptions",
        level=True,
        paying=True,
        rules=OF_RECURRING_MONEY,
        names=[
            ("customers_start", "Customers paying at the opening."),
            ("customers_end", "Customers paying at the close."),
        ],
    ),
    *declared(
        "count",
        "subscriptions",
        paying=True,
        rules=OF_RECURRING_MONEY,
        names=[
            ("customers_new", "Customers who pay at the close, not at the opening, and never paid before the period."),
            ("customers_returned", "Customers who pay at the close, not at the opening, and had paid before."),
            ("customers_churned", "Customers who paid at the opening and not at the close."),
            (
                "customers_joined_and_left",
                "Customers who paid within the period, neither at its opening nor at its close.",
            ),
            ("customers_churned_free", "Churned customers with a row of amount zero that runs at the close."),
            ("customers_returned_free", "Returned customers with a row of amount zero that ran at the opening."),
            (
                "customers_won",
                "Customers whose first paying day ever lies in the period, whether they stayed or not.",
            ),
        ],
    ),
    *declared(
        "count",
        "subscriptions",
        level=True,
        rules=OF_RECURRING_MONEY,
        names=[("customers_ever", "Customers who paid at any time up to the close.")],
    ),
    *declared(
        "money",
        "subscriptions",
        level=True,
        rules=OF_RECURRING_MONEY,
        names=[
            ("mrr_start", "Monthly recurring revenue at the opening."),
            ("mrr_end", "Monthly recurring revenue at the close."),
        ],
    ),
    *declared(
        "money",
        "subscriptions",
        rules=OF_RECURRING_MONEY,
        names=[
            ("mrr_new", "MRR at the close of the new customers."),
            ("mrr_returned", "MRR at the close of the returned customers."),
            ("mrr_expansion", "Increases of customers who paid at both edges."),
            ("mrr_upsell", "Increases by more units or a higher plan, among the expansions."),
            ("mrr_cross_sell", "MRR of products not held at the opening, among the expansions."),
            ("mrr_renewal", "Increases of the price at the same plan and quantity, among the expansions."),
            ("mrr_offset", "Decreases of customers whose MRR grew all the same."),
            ("mrr_contraction", "Decreases of customers who paid at both edges."),
            ("mrr_churned", "MRR at the opening of the churned customers."),
        ],
    ),
    *declared(
        "years",
        "subscriptions",
        level=True,
        rules=OF_RECURRING_MONEY,
        names=[("customer_years", "Years paid by all customers up to the close, gaps left out (365.25 days a year).")],
    ),
)
