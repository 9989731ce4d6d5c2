"""Random businesses in five currencies, and their rates of exchange."""

from datetime import date, timedelta

import hypothesis.strategies as st

from business import FIRST, IDS, LAST, businesses

OTHERS = ("EUR", "GBP", "JPY", "KWD")
WRITTEN = st.integers(1, 99_999).map(lambda number: f"{number / 10_000:.4f}") | st.sampled_from(["0.0061", "3.2507"])
MONTHS = [date(2023, 1, 31) + timedelta(days=30 * at) for at in range(32)]


@st.composite
def several(draw):
    """A business with a currency in its rows of money, blank in some, and a rate of each every thirty days."""
    business = draw(businesses())
    currencies = st.sampled_from(["USD", *OTHERS, None])
    for name in ("subscriptions", "purchases", "costs"):
        business[name] = [row | {"currency": draw(currencies)} for row in business[name]]
    changes = draw(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([*OTHERS, "USD"])), max_size=3))
    for identity, currency in changes:  # who goes from one currency to another
        day = draw(st.dates(FIRST, LAST))
        rest = {
            "customer_id": identity,
            "interval": "month",
            "interval_count": 1,
            "quantity": 1,
            "trial_end_date": None,
        }
        rest |= {"product": "core", "plan": draw(st.sampled_from(["basic", "pro"]))}
        amount = draw(st.sampled_from([0.01, 10, 100, 99_999.99]))
        past = draw(st.sampled_from(["USD", *OTHERS]))
        business["subscriptions"] += [
            rest | {"start_date": FIRST, "end_date": day, "amount": amount, "currency": past},
            rest | {"start_date": day, "end_date": None, "amount": amount, "currency": currency},
        ]
    texts = draw(st.lists(WRITTEN, min_size=8, max_size=8))
    quotes = {code: {day: texts[(at + 3 * n) % 8] for at, day in enumerate(MONTHS)} for n, code in enumerate(OTHERS)}
    return business, quotes


def write_rates(file, quotes):
    lines = [f"{day},{code},{text}\n" for code, rates in quotes.items() for day, text in rates.items()]
    file.write_text("date,currency,rate\n" + "".join(lines), encoding="utf-8")
