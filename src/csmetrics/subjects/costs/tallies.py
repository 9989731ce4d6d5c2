"""The tallies of costs.csv."""

from csmetrics.subjects.tally import OF_MONEY, Tally

_RULES = (*OF_MONEY, "tables.costs.")

TALLIES = (
    Tally(
        "acquisition_cost",
        "money",
        "costs",
        "Costs in the categories under costs: acquisition.",
        rules=(*_RULES, "costs.acquisition"),
    ),
    Tally(
        "retention_cost",
        "money",
        "costs",
        "Costs in the categories under costs: retention.",
        rules=(*_RULES, "costs.retention"),
    ),
)
