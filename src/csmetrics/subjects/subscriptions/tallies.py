"""The tallies of subscriptions.csv: customers and recurring revenue, and how both have moved."""

from csmetrics.subjects.tally import OF_RECURRING_MONEY, Edge, Tally

_MOVED: tuple[Edge, Edge] = ("opening", "close")
_ELSEWHERE: tuple[Edge, Edge] = ("row", "close")


def _customers(
    name: str, meaning: str, edge: Edge, *, level: bool = False, between: tuple[Edge, Edge] | None = None
) -> Tally:
    """Customers by what they pay."""
    return Tally(
        f"customers_{name}", "count", "subscriptions", meaning,
        level=level, paying=True, rules=OF_RECURRING_MONEY, edge=edge, between=between,
    )  # fmt: skip


def _mrr(
    name: str, meaning: str, edge: Edge, *, level: bool = False, between: tuple[Edge, Edge] | None = None
) -> Tally:
    return Tally(
        f"mrr_{name}", "money", "subscriptions", meaning,
        level=level, rules=OF_RECURRING_MONEY, edge=edge, between=between,
    )  # fmt: skip


TALLIES = (
    _customers("start", "Customers paying at the opening.", "opening", level=True),
    _customers("end", "Customers paying at the close.", "close", level=True),
    _customers("new", "Customers who pay at the close, not at the opening, and never paid before the period.", "close"),
    _customers("returned", "Customers who pay at the close, not at the opening, and had paid before.", "close"),
    _customers("churned", "Customers who paid at the opening and not at the close.", "opening"),
    _customers(
        "joined_and_left",
        "Customers who paid within the period, neither at its opening nor at its close.",
        "first",
    ),
    _customers("churned_free", "Churned customers with a row of amount zero that runs at the close.", "opening"),
    _customers("returned_free", "Returned customers with a row of amount zero that ran at the opening.", "close"),
    _customers("won", "Customers whose first paying day ever lies in the period, whether they stayed or not.", "first"),
    _customers(
        "moved_in", "Customers who pay at both edges and came from another plan or product.", "close", between=_MOVED
    ),
    _customers(
        "moved_out", "Customers who pay at both edges and went to another plan or product.", "opening", between=_MOVED
    ),
    Tally(
        "customers_ever",
        "count",
        "subscriptions",
        "Customers who paid at any time up to the close.",
        level=True,
        rules=OF_RECURRING_MONEY,
    ),
    _mrr("start", "Monthly recurring revenue at the opening.", "opening", level=True),
    _mrr("end", "Monthly recurring revenue at the close.", "close", level=True),
    _mrr("new", "MRR at the close of the new customers.", "close"),
    _mrr("returned", "MRR at the close of the returned customers.", "close"),
    _mrr("expansion", "Increases of customers who paid at both edges.", "close"),
    _mrr("upsell", "Increases by more units or a higher plan, among the expansions.", "close"),
    _mrr("cross_sell", "MRR of products not held at the opening, among the expansions.", "close"),
    _mrr("renewal", "Increases of the price at the same plan and quantity, among the expansions.", "close"),
    _mrr("offset", "Decreases of customers whose MRR grew all the same.", "close"),
    _mrr("contraction", "Decreases of customers who paid at both edges.", "opening"),
    _mrr("churned", "MRR at the opening of the churned customers.", "opening"),
    _mrr("exchange", "What rates of exchange did to the MRR of customers who paid at both edges.", "close"),
    _mrr("kept", "MRR at the close of the customers who paid at the opening, at the rates of the opening.", "opening"),
    _mrr("moved_in", "MRR that customers brought along from another plan or product.", "close", between=_MOVED),
    _mrr("moved_out", "MRR that customers took along to another plan or product.", "opening", between=_MOVED),
    _mrr("end_by_row", "MRR at the close, each row under its own plan or product.", "row", level=True),
    _mrr(
        "end_elsewhere",
        "MRR at the close of rows of another plan or product than their customer counts under.",
        "close",
        level=True,
        between=_ELSEWHERE,
    ),
    Tally(
        "customer_years",
        "years",
        "subscriptions",
        "Years paid by all customers up to the close, gaps left out (365.25 days a year).",
        level=True,
        rules=OF_RECURRING_MONEY,
    ),
)
