"""A small business whose every row is easy to follow, and a store beside it."""

from datetime import date

import pytest

from csmetrics import api

SUBSCRIPTIONS = """\
subscription_id,customer_id,start_date,end_date,amount,quantity,plan
s1,anna,2026-01-05,,100,1,pro
s2,bert,2026-01-10,,50,2,basic
s3,cleo,2026-03-01,2026-06-20,80,1,pro
s4,dora,2026-06-03,,30,1,basic
s5,emil,2026-02-01,,40,1,basic
s6,zora,2026-08-01,,999,1,pro
"""
SURVEYS = """\
response_id,customer_id,survey,score,responded_at,comment
r1,anna,nps,9,2026-06-03,I like Berta best
r2,bert,nps,6,2026-06-05,
r3,cleo,nps,10,2026-06-09,
r4,dora,nps,8,2026-05-30,
r5,dora,nps,0,2026-08-09,
"""
COSTS = """\
date,category,amount
2026-06-30,sales,500
2026-06-30,support,90
2026-05-31,sales,400
2026-07-31,sales,123
"""
PURCHASES = """\
purchase_id,customer_id,date,amount
p1,anna,2026-06-07,20
p2,bert,2026-02-07,35
"""
CUSTOMERS = """\
customer_id,name,country,created_at
anna,Anna's,DE,2026-01-01
bert,Bert & Co,US,2026-01-01
cleo,Cleo,DE,2026-02-20
dora,Dora,US,2026-06-01
emil,Emil,DE,2026-01-20
zora,Zora,DE,2026-07-20
"""
JUNE = "2026-06"


@pytest.fixture
def business(folder):
    """A function that writes the business, with some files changed, into the data folder and returns that."""

    def write(**changed):
        files = {
            "subscriptions__csv": SUBSCRIPTIONS,
            "surveys__csv": SURVEYS,
            "costs__csv": COSTS,
            "purchases__csv": PURCHASES,
            "customers__csv": CUSTOMERS,
        }
        return folder(**files | changed)

    return write


@pytest.fixture
def store(tmp_path):
    return tmp_path / "history.db"


@pytest.fixture
def publish(business, store):
    """A function that publishes June of the business, with some files changed."""

    def run(period=JUNE, *, today=date(2026, 8, 2), last=1, by=(), restate="", **changed):
        where = business(**changed)
        return api.snapshot(where, period, today=today, store=store, last=last, by=by, restate=restate)

    return run
