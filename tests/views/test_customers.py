"""The customers behind movements in their four forms."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

import csmetrics
from csmetrics.periods import parse_period
from csmetrics.views.customers import VIEW as CUSTOMERS
from csmetrics.views.customers.model import CustomerLine, CustomerList, CustomerTotal


def a_line(customer_id, name, movement, before, after, *, rows=(17,), **attributes):
    return CustomerLine(
        customer_id, name, movement, attributes, {}, before, after, after - before, date(2026, 9, 3),
        "subscriptions.csv", rows,
    )  # fmt: skip


@pytest.fixture
def found():
    return CustomerList(
        period=parse_period("2026-09"),
        movements=("new", "churned", "returned"),
        by=(),
        currency="USD",
        totals=(
            CustomerTotal("new", {}, 1, 1200.0),
            CustomerTotal("churned", {}, 2, 119.0),
            CustomerTotal("returned", {}, 0, 0.0),
        ),
        count=3,
        lines=(
            a_line("C-7", "Globex", "new", 0.0, 1200.0, country="DE", channel="ads"),
            a_line("C-9", "Initech", "churned", 99.0, 0.0, rows=(2, 3), country="FR"),
        ),
    )


UNTOLD = "tables: {subscriptions: {cannot_tell: {mrr_expansion: no past, mrr_contraction: no past}}}"
SUBSCRIPTIONS = """\
customer_id,start_date,end_date,amount
a,2026-01-01,2026-02-10,100
a,2026-02-10,,150
b,2026-01-01,2026-02-10,100
b,2026-02-10,,50
d,2026-02-01,,70
"""


def test_movements_that_the_files_cannot_tell_have_the_reason_in_place_of_a_list(tmp_path):
    (tmp_path / "csmetrics.yaml").write_text(UNTOLD)
    (tmp_path / "subscriptions.csv").write_text(SUBSCRIPTIONS)
    found = csmetrics.customers(csmetrics.read(tmp_path), "2026-02")
    assert [(line.customer_id, line.movement) for line in found.lines] == [("d", "new")]
    assert [total.movement for total in found.totals] == ["new", "returned", "churned", "joined_and_left"]
    assert found.unavailable == {"no past": ("expansion", "contraction")}
    page = CUSTOMERS.write(found, "table", width=80)
    assert "no past: expansion, contraction unavailable" in page.splitlines()
    assert "Expansion:" not in page
    assert json.loads(CUSTOMERS.write(found, "json"))["unavailable"] == {"no past": ["expansion", "contraction"]}
    alone = csmetrics.customers(csmetrics.read(tmp_path), "2026-02", movements="expansion")
    assert (alone.lines, alone.count, alone.unavailable) == ((), 0, {"no past": ("expansion",)})


def test_movement_by_movement_with_totals(found):
    assert CUSTOMERS.write(found, "table", width=80).splitlines() == [
        "Customers by movement: 2026-09 (1 to 30 September 2026), USD",
        "",
        "customer  name     MRR before  after  change         day  rows  country  channel",
        "New: 1 customer, MRR +1,200",
        "  C-7     Globex            0  1,200  +1,200  2026-09-03  17    DE       ads",
        "",
        "Churned: 2 customers, MRR -119",
        "  C-9     Initech       99.00      0  -99.00  2026-09-03  2, 3  FR",
        "",
        "2 of 3, biggest first; --limit 3 or --format json shows all",
        "Nobody: returned",
        "Rows are those of subscriptions.csv.",
    ]


def test_where_room_is_scarce_attributes_give_way_and_those_of_by_do_not(found):
    narrow = CUSTOMERS.write(found, "table", width=74)
    assert "channel not shown: widen the terminal or use --format csv" in narrow
    assert re.search(r"rows +country$", narrow, re.MULTILINE)
    narrower = CUSTOMERS.write(found, "table", width=62)
    assert "country, channel not shown" in narrower
    divided = replace(found, by=("channel",))
    assert re.search(r"rows +channel$", CUSTOMERS.write(divided, "table", width=70), re.MULTILINE)
    narrowest = CUSTOMERS.write(divided, "table", width=40)
    assert re.search(r"^customer +name +MRR before +after +change +day +rows +channel$", narrowest, re.MULTILINE)
    assert re.search(r"^  C-9 +Initech +99\.00 +0 +-99\.00 +2026-09-03 +2, 3", narrowest, re.MULTILINE)


@pytest.mark.parametrize("width", [70, 80, 120])
def test_lines_keep_to_the_width(found, width):
    assert max(map(cell_len, CUSTOMERS.write(found, "table", width=width).splitlines())) <= width


def test_without_names_there_is_no_column_for_them(found):
    nameless = replace(found, lines=(replace(found.lines[0], name=""),))
    assert re.search(r"^customer +MRR before", CUSTOMERS.write(nameless, "table"), re.MULTILINE)


def test_colour_tells_gain_from_loss(found):
    coloured = CUSTOMERS.write(found, "table", colour=True)
    assert re.search(r"\x1b\[32m *\+1,200", coloured)
    assert re.search(r"\x1b\[31m *-99\.00", coloured)


def test_active_customers_add_up_to_mrr(found):
    active = replace(
        found,
        movements=("active",),
        totals=(CustomerTotal("active", {}, 1, 1200.0),),
        lines=(a_line("C-7", "Globex", "active", 1100.0, 1200.0),),
        count=1,
    )
    text = CUSTOMERS.write(active, "table")
    assert "Active: 1 customer, MRR 1,200\n" in text
    assert "\nThe day of an active customer is its first paying day.\n" in text


def test_nobody_at_all_is_one_line(found):
    none = replace(found, totals=tuple(replace(t, customers=0, mrr=0.0) for t in found.totals), lines=(), count=0)
    text = CUSTOMERS.write(replace(none, by=("country",)), "table")
    assert text.endswith("USD\n\nNobody: new, churned, returned\n")


def test_totals_by_segment_leave_out_segments_with_nobody(found):
    totals = (
        *found.totals[:1],
        CustomerTotal("new", {"country": "DE"}, 1, 1200.0),
        CustomerTotal("new", {"country": "FR"}, 0, 0.0),
        CustomerTotal("joined_and_left", {}, 1, 0.0),
    )
    text = CUSTOMERS.write(replace(found, by=("country",), totals=totals), "table")
    assert re.search(r"By country\n  New +1 +\+1,200\n    DE +1 +\+1,200\n  Joined and left +1 +0\n", text)


def test_json_has_every_line_and_total(found, validated):
    values = validated(CUSTOMERS.write(found, "json"), "customers")
    assert values["customers"][1] == {
        "customer_id": "C-9", "name": "Initech", "movement": "churned", "attributes": {"country": "FR"}, "segment": {},
        "mrr_before": 99.0, "mrr_after": 0.0, "mrr_change": -99.0, "day": "2026-09-03", "file": "subscriptions.csv",
        "rows": [2, 3],
    }  # fmt: skip
    assert values["totals"][1] == {"movement": "churned", "segment": {}, "customers": 2, "mrr": 119.0}
    assert (values["count"], values["movements"]) == (3, ["new", "churned", "returned"])


def test_csv_has_a_column_for_each_attribute(found):
    divided = replace(found, by=("plan",), lines=(replace(found.lines[0], segment={"plan": "pro"}), found.lines[1]))
    first, second = csv.DictReader(io.StringIO(CUSTOMERS.write(divided, "csv")))
    assert first == {
        "period": "2026-09", "movement": "new", "customer_id": "C-7", "name": "Globex", "mrr_before": "0.0",
        "mrr_after": "1200.0", "mrr_change": "1200.0", "day": "2026-09-03", "file": "subscriptions.csv", "rows": "17",
        "plan": "pro", "country": "DE", "channel": "ads",
    }  # fmt: skip
    assert (second["rows"], second["plan"], second["channel"]) == ("2 3", "", "")


def test_markdown_has_a_heading_for_each_movement(found):
    text = CUSTOMERS.write(found, "markdown")
    assert "### New: 1 customer, MRR +1,200\n\n| customer | name |" in text
    assert "| C-9 | Initech | 99.00 | 0 | -99.00 | 2026-09-03 | 2, 3 | FR |  |" in text
    headed_only = CUSTOMERS.write(replace(found, lines=found.lines[:1]), "markdown")
    assert "### Churned: 2 customers, MRR -119\n\n2 of 3" not in headed_only
    assert "### Churned: 2 customers, MRR -119\n\n1 of 3" in headed_only
