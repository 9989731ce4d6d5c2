"""Which rows are taken, what is worked out and who counts as whom are configuration: a change of it is the cause."""

import pytest

TABLES = "tables: {{subscriptions: {{{}}}}}\n"
WHERE = TABLES.format("where: {plan: [pro, basic]}")
CHANGES = {
    "where": (WHERE, TABLES.format("where: {plan: pro}"), "tables.subscriptions.where.plan.in"),
    "no where": (TABLES.format("where: {plan: pro}"), "", "tables.subscriptions.where.plan.in"),
    "compute": (
        TABLES.format('compute: {amount: "[amount] * 1"}, ignore: [amount]'),
        TABLES.format('compute: {amount: "[amount] * 1.5"}, ignore: [amount]'),
        "tables.subscriptions.compute.amount",
    ),
    "amount_is": ("", TABLES.format("amount_is: line"), "tables.subscriptions.amount_is"),
    "roll_up": ("", "tables: {customers: {roll_up: country}}\n", "tables.customers.roll_up"),
}
COUNTRY_AS_PARENT = (
    "customer_id,name,country,created_at\n"
    "anna,Anna's,,2026-01-01\nbert,Bert & Co,anna,2026-01-01\ncleo,Cleo,,2026-02-20\n"
    "dora,Dora,anna,2026-06-01\nemil,Emil,,2026-01-20\nzora,Zora,,2026-07-20\n"
)


@pytest.mark.parametrize(("was", "now", "path"), CHANGES.values(), ids=CHANGES)
def test_a_changed_rule_of_rows_is_a_changed_configuration(publish, was, now, path):
    publish(csmetrics__yaml=was, customers__csv=COUNTRY_AS_PARENT)
    (result,) = publish(csmetrics__yaml=now, customers__csv=COUNTRY_AS_PARENT).results
    assert result.status == "refused"
    (cause,) = result.restatement.causes
    assert (cause.name, list(cause.settings)) == ("configuration", [path])


@pytest.mark.parametrize("rule", [WHERE, CHANGES["compute"][0], CHANGES["amount_is"][1], CHANGES["roll_up"][1]])
def test_the_same_rules_again_change_nothing(publish, rule):
    publish(csmetrics__yaml=rule, customers__csv=COUNTRY_AS_PARENT)
    (result,) = publish(csmetrics__yaml=rule, customers__csv=COUNTRY_AS_PARENT).results
    assert result.status == "unchanged"
