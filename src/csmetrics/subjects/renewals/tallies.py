"""The tallies of renewals.csv."""

from csmetrics.subjects.tally import Tally

TALLIES = (
    Tally("contracts_due", "count", "renewals", "Contracts that came up for renewal.", rules=("tables.renewals.",)),
    Tally("contracts_renewed", "count", "renewals", "Of these, those renewed.", rules=("tables.renewals.",)),
)
