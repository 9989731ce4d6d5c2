"""Comparisons between rows and between tables: what no single row can tell."""

from collections.abc import Callable, Mapping

import pyarrow.compute as pc

from csmetrics.columns import TABLES
from csmetrics.errors import Problem
from csmetrics.periods import from_day_number
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable

Tables = Mapping[str, CheckedTable]


def _overlaps(tables: Tables) -> list[Problem]:
    """Rows of one subscription that are live on the same day: its revenue would count twice."""
    table = tables.get("subscriptions")
    if table is None or "subscription_id" not in table.rows:
        return []
    import pandas as pd  # noqa: PLC0415  # heavy, and figures do without

    frame = table.frame[table.frame["subscription_id"] >= 0]
    frame = frame.sort_values(["subscription_id", "start_date"], kind="stable")
    end = frame["end_date"] if "end_date" in frame else pd.Series(NO_DAY, frame.index)
    whose = frame["subscription_id"]
    reached = end.groupby(whose).cummax()
    rows = pd.Series(frame.index, frame.index, dtype="float64")
    longest = rows.where(end == reached).groupby(whose).ffill()  # the row that runs longest so far
    before = reached.groupby(whose).shift()
    overlapping = (frame["start_date"] < before).to_numpy() & (end > frame["start_date"]).to_numpy()
    earlier = longest.groupby(whose).shift()
    names = table.ids["subscription_id"]
    return [
        Problem(
            table.source.file, int(row), "subscription_id", names[int(code)].as_py(),
            f"starts {from_day_number(start)}, while row {int(other)} of the same subscription still runs",
            "End the earlier row where the later one starts.",
        )
        for row, code, start, other in zip(
            frame.index[overlapping], frame["subscription_id"][overlapping], frame["start_date"][overlapping],
            earlier[overlapping], strict=True,
        )
    ]  # fmt: skip


def _repeated_ids(tables: Tables) -> list[Problem]:
    """Rows of one table that bear the same id (customers are looked at when they are read)."""
    found: list[Problem] = []
    for name, table in tables.items():
        column = TABLES[name].identity
        if column is None or column == "customer_id" or column not in table.rows:
            continue
        codes = table.frame[column]
        codes = codes[codes >= 0]
        repeated = codes[codes.duplicated()]
        found += [
            Problem(
                table.source.file, int(row), column, table.ids[column][int(code)].as_py(),
                "the id stands in an earlier row too", "Remove the row if it was exported twice.",
            )
            for row, code in repeated.items()
        ]  # fmt: skip
    return found


def _repeated_answers(tables: Tables) -> list[Problem]:
    """Two answers to one question about one customer on one day: nobody can tell which is the last."""
    table = tables.get("answers")
    if table is None:
        return []
    frame = table.frame
    repeated = frame[frame.duplicated(["customer_id", "date", "question"])]
    return [
        Problem(
            table.source.file, int(row), "question", str(question),
            "an earlier row answers it for the same customer and day", "Keep one of the two.",
        )
        for row, question in repeated["question"].items()
    ]  # fmt: skip


def _unknown_customers(tables: Tables) -> list[Problem]:
    """Customers that other tables name and customers.csv does not: they have no attributes."""
    customers = tables.get("customers")
    if customers is None:
        return []
    known = customers.ids["customer_id"]
    found: list[Problem] = []
    for name, table in tables.items():
        if name == "customers" or "customer_id" not in table.ids:
            continue
        names = table.ids["customer_id"]
        unknown = ~pc.is_in(names, known).to_numpy(zero_copy_only=False)
        codes = table.frame["customer_id"]
        codes = codes[codes >= 0]
        first = codes[unknown[codes.to_numpy()]].drop_duplicates()
        found += [
            Problem(
                table.source.file, int(row), "customer_id", names[int(code)].as_py(),
                f"a customer that {customers.source.file} does not have", "Add the customer, or correct the id.",
            )
            for row, code in first.items()
        ]  # fmt: skip
    return found


COMPARISONS: tuple[Callable[[Tables], list[Problem]], ...] = (
    _overlaps,
    _repeated_ids,
    _repeated_answers,
    _unknown_customers,
)
