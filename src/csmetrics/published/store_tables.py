"""The tables of a store, and the version of their form."""

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 2
"""Of the form below. A program refuses a store of a newer one and brings an older one up to date when it writes.

Form 1 had no rates of exchange among its inputs; all else is the same.
"""

APPLICATION = 0x43534D54  # "CSMT": marks an SQLite file as a store of csmetrics

metadata = MetaData()

store = Table(
    "csmetrics_store",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

contents = Table(
    "csmetrics_contents",
    metadata,
    Column("sha256", String(64), primary_key=True),  # of the packed bytes: what is the same is kept once
    Column("content", LargeBinary, nullable=False),
)

snapshots = Table(
    "csmetrics_snapshots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", String(20), nullable=False),
    Column("grain", String(10), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("published_on", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("program", String(40), nullable=False),
    Column("currency", String(10)),
    Column("attributes", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("config", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("restatement", Text),
    Column("customers", ForeignKey("csmetrics_contents.sha256")),
    UniqueConstraint("period", "version"),  # of two runs at the same moment one publishes
)

figures = Table(
    "csmetrics_figures",
    metadata,
    Column("snapshot", ForeignKey("csmetrics_snapshots.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("metric", String(80), nullable=False),
    Column("segment", Text, nullable=False),
    Column("value", Double),
    Column("status", String(20), nullable=False),
    Column("reason", Text),
    Column("unit", String(20), nullable=False),
    Column("formula", Text, nullable=False),
    Column("interval_low", Double),
    Column("interval_high", Double),
    Column("interval_level", Double),
    Column("interval_method", String(40)),
    Column("based_on", String(80), nullable=False),
    Column("n", Double),
    Column("inputs", Text, nullable=False),
)

inputs = Table(
    "csmetrics_inputs",
    metadata,
    Column("snapshot", ForeignKey("csmetrics_snapshots.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("table_name", String(40), nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("columns", Text, nullable=False),
    Column("rows_kept", ForeignKey("csmetrics_contents.sha256")),
)
