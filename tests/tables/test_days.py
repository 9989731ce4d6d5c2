"""Dates against datetime in plain Python: every text gives the same day or is named, none a traceback."""

# ruff: noqa: DTZ001, DTZ007  # moments without a zone are what is compared
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csmetrics import Config, DataError, Dataset
from csmetrics import read as read_folder
from csmetrics.declared import TABLES
from csmetrics.periods import day_number, from_day_number
from csmetrics.tables.cells import NO_DAY, CellSettings
from csmetrics.tables.days import read_date
from csmetrics.views.report.compute import report as compute_report

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu")
ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})([T ](?P<clock>\d{2}:\d{2}(:\d{2})?)([.,](?P<part>\d+))?"
    r"( ?(?P<zone>Z|UTC|[-+]\d{2}(:?\d{2})?))?)?",
    re.ASCII,
)
START, END = (TABLES["subscriptions"].columns[name] for name in ("start_date", "end_date"))


def plainly(text, zone):
    """The moment by the rules of docs/definitions.md and the standard library alone; None for no date."""
    match = ISO.fullmatch(text)
    if not match or (match["part"] and match["clock"].count(":") < 2):
        return None
    clock = match["clock"] or "00:00"
    late = clock.startswith("24:00") and clock in ("24:00", "24:00:00") and not (match["part"] or "").strip("0")
    clock = "00:00" if late else re.sub(r"^(\d\d:\d\d):60$", r"\1:59", clock)
    ahead = {"Z": "+00:00", "UTC": "+00:00", None: ""}.get(match["zone"], match["zone"])
    try:
        found = datetime.fromisoformat(f"{match['day']}T{clock}{ahead}")
        if found.year >= 2300:
            return datetime(found.year, found.month, found.day)
        found += timedelta(days=late)
        return found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def read(texts, column=START, zone="UTC", form=None):
    settings = CellSettings(
        Config(tables={"subscriptions": {"date_format": form}}).table("subscriptions"), zone
    ).of_column("")
    cells = read_date(pa.chunked_array([pa.array(texts, pa.string())]), column, settings)
    bad = np.logical_or.reduce([np.zeros(len(texts), dtype=bool), *(fault.mask for fault in cells.faults)])
    return [
        None if wrong or day == NO_DAY else from_day_number(day)
        for day, wrong in zip(cells.values.tolist(), bad, strict=True)
    ]


two = st.integers(0, 99).map("{:02}".format)
likely = st.sampled_from(("00", "01", "02", "12", "23", "24", "28", "29", "30", "31", "59", "60"))
year = st.sampled_from(("0000", "0001", "0002", "1899", "1970", "2024", "2026", "2299", "2300", "9998", "9999"))
days = st.builds("{}-{}-{}".format, year | st.integers(0, 9999).map("{:04}".format), likely | two, likely | two)
real = st.dates().map(str)
clocks = st.builds(
    "{}{}:{}{}".format, st.sampled_from("T t"), likely, likely, st.builds(":{}".format, likely) | st.just("")
)
parts = st.sampled_from(("", "", ".5", ",000", ".000001", ".", ".999999999999"))
minutes = likely.filter(lambda text: text != "60")  # which datetime takes for an hour, and we for no offset
offsets = st.builds("{}{}{}{}".format, st.sampled_from("+-"), likely, st.sampled_from(("", ":")), minutes)
zones = st.sampled_from(("", "", "Z", " Z", "z", "UTC", " UTC", "+14:00", "-12", "+02:", "+0530")) | offsets
written = (days | real) | st.builds("{}{}{}{}".format, days | real, clocks, parts, zones)
mangled = st.builds(
    lambda text, at, sign: text[: at % len(text)] + sign + text[at % len(text) + 1 :],
    written,
    st.integers(0),
    st.characters(codec="utf-8"),
)


@given(texts=st.lists(written | mangled | st.text(max_size=12), min_size=1, max_size=40), zone=st.sampled_from(ZONES))
@example(["0000-00-00T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:30:00-05:00"], "UTC")
@example(["0001-01-01T00:00:00Z", "0001-01-01T12:00:00-23:59", "2026-03-29T01:30:00Z"], "America/New_York")
@example(
    ["2026-01-31T24:00:00Z", "2026-01-31T24:00:00+02:00", "2026-12-31 24:00:00.001", "2016-12-31T23:59:60Z"], "UTC"
)
def test_every_text_gives_the_day_that_datetime_gives(texts, zone):
    found = read(texts, START, zone)
    expected = [plainly(text.strip(), zone) for text in texts]
    assert found == [moment and moment.date() for moment in expected]


@given(texts=st.lists(written, min_size=1, max_size=20), zone=st.sampled_from(ZONES))
def test_an_end_in_the_last_minute_of_a_day_is_the_next_day(texts, zone):
    def ends(text):
        moment = plainly(text, zone)
        return moment and (moment + timedelta(days=(moment.hour, moment.minute) == (23, 59))).date()

    assert read(texts, END, zone) == [ends(text) for text in texts]


FORMS = ("%d/%m/%Y", "%m/%d/%y", "%Y%m%d", "%d.%m.%Y %H:%M", "%d%m%Y%H%M%S", "%Y-%m-%dT%H:%M:%S.%f%z", "%d %b %Y",
         "%I:%M %p %d/%m/%Y", "%j/%Y", "%Y年%m月%d日", "%%%d-%m-%Y")  # fmt: skip
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)) | st.datetimes(
    datetime(1969, 1, 1), datetime(2068, 1, 1)
)


@given(form=st.sampled_from(FORMS), zone=st.sampled_from(ZONES), data=st.data())
def test_a_declared_format_gives_the_day_that_strptime_gives(form, zone, data):
    def shown(moment):
        aware = moment.replace(tzinfo=UTC)
        text = aware.strftime(form)
        return text.replace(str(moment.year), f"{moment.year:04}", 1) if moment.year < 1000 else text

    texts = data.draw(st.lists(moments.map(shown) | written | st.text("0123456789/.:- ", max_size=20), max_size=30))

    def plain(text):
        try:
            found = datetime.strptime(text, form)
            if found.tzinfo and found.year < 2300:
                found = found.astimezone(ZoneInfo(zone))
        except (ValueError, OverflowError):
            return None
        return found.date()

    assert read(texts, START, zone, form) == [plain(text.strip()) for text in texts]


def test_midnight_may_be_written_as_24_in_a_declared_format_too():
    assert read(["31/01/2026 24:00", "31/01/2026 24:01"], form="%d/%m/%Y %H:%M") == [date(2026, 2, 1), None]


@given(
    moments=st.lists(st.datetimes(datetime(1975, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)), min_size=1),
    zone=st.sampled_from(ZONES),
)
def test_seconds_and_milliseconds_are_moments_in_utc(moments, zone):
    expected = [moment.astimezone(ZoneInfo(zone)).date() for moment in moments]
    seconds = [int(moment.timestamp() // 1) for moment in moments]
    assert read([str(each) for each in seconds], zone=zone, form="seconds") == expected
    assert read([f"{each}.25" for each in seconds], zone=zone, form="seconds") == expected
    assert read([str(each * 1000 + 999) for each in seconds], zone=zone, form="milliseconds") == expected


@given(days=st.lists(st.dates(date(1900, 3, 1)), min_size=1))
def test_the_days_of_spreadsheets(days):
    serials = [(day - date(1899, 12, 30)).days for day in days]
    assert read([str(each) for each in serials], zone="America/New_York", form="excel") == days
    assert read([f"{each}.9999" for each in serials], form="excel") == days


@pytest.mark.parametrize(
    ("form", "text"),
    [("seconds", "2026-01-05"), ("seconds", "0"), ("seconds", "46023"), ("seconds", "1767225600000"),
     ("milliseconds", "1767225600"), ("milliseconds", "1.76723E+12"), ("excel", "60"), ("excel", "0"),
     ("excel", "1767225600"), ("excel", "2958466"), ("excel", "46,023"), ("seconds", "9" * 400)],
)  # fmt: skip
def test_what_does_not_count_as_declared_is_no_date(form, text):
    assert read([text], form=form) == [None]


@pytest.mark.parametrize("kind", ["int", "float", "decimal"])
@pytest.mark.parametrize("form", ["seconds", "milliseconds", "excel"])
def test_numbers_of_a_frame_and_of_parquet_are_read_alike(form, kind, tmp_path):
    day = {"seconds": 1_767_225_600, "milliseconds": 1_767_225_600_000, "excel": 46_023}[form]
    types = {"int": pa.int64(), "float": pa.float64(), "decimal": pa.decimal128(25, 0)}
    column = pa.array([day, None], pa.int64()).cast(types[kind])
    arrow = pa.table(
        {"customer_id": ["a", "b"], "start_date": [column[0], column[0]], "end_date": column, "amount": [1, 2]}
    )
    pq.write_table(arrow, tmp_path / "subscriptions.parquet")
    (tmp_path / "csmetrics.yaml").write_text(f"date_format: {form}\n")
    config = Config(date_format=form)
    for data in (read_folder(tmp_path), Dataset(subscriptions=arrow.to_pandas(), config=config)):
        frame = data.frame("subscriptions")
        assert [from_day_number(each) for each in frame["start_date"]] == [date(2026, 1, 1)] * 2
        assert frame["end_date"].tolist() == [day_number(date(2026, 1, 1)), NO_DAY]


def test_typed_days_and_moments_outside_the_calendar_are_named(tmp_path):
    bad = pa.array([-719_529, day_number(date(2026, 1, 5))] * 60 + [3_000_000], pa.int32()).cast(pa.date32())
    moments = pa.array([2**62, 0], pa.timestamp("us"))
    for column in (
        bad,
        moments,
        pa.array([2**62, 0], pa.timestamp("us", "Asia/Tokyo")),
    ):
        ids = [f"c{at}" for at in range(len(column))]
        arrow = pa.table({"customer_id": ids, "start_date": column, "amount": [1.0] * len(ids)})
        pq.write_table(arrow, tmp_path / "subscriptions.parquet")
        with pytest.raises(DataError, match="cannot be used") as caught:
            read_folder(tmp_path)
        assert {problem.problem for problem in caught.value.problems} == {"not a date"}


def test_typed_ends_in_the_last_minute_are_the_next_day():
    frame = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "start_date": pd.to_datetime(["2026-01-01 23:59:59"] * 2),
            "end_date": pd.to_datetime(["2026-01-31 23:59:59", "2026-01-31 23:58:00"]),
            "amount": [10, 20],
        }
    )
    data = Dataset(subscriptions=frame)
    ends = [from_day_number(each).day for each in data.frame("subscriptions")["end_date"]]
    assert ends == [1, 31]
    assert data.frame("subscriptions")["start_date"].tolist() == [day_number(date(2026, 1, 1))] * 2
    assert compute_report(data, "2026-01").figure("mrr").value == 10


@pytest.mark.parametrize(
    ("cells", "fix"),
    [
        (["01/02/2026", "27/02/2026"], 'Declare date_format: "%d/%m/%Y" in csmetrics.yaml.'),
        (["01/02/2026 10:00", "02/27/2026 9:05"], 'Declare date_format: "%m/%d/%Y %H:%M" in csmetrics.yaml.'),
        (["1/2/2026 10:00:00 AM"], '"%d/%m/%Y %I:%M:%S %p" (day first) or "%m/%d/%Y %I:%M:%S %p" (month first)'),
        (["27/02/2026", "02/27/2026"], "No date_format reads every cell of the column."),
        (["27/02/2026", "n/a"], "No date_format reads every cell of the column."),
        (["2026-02-01", "27/02/2026"], 'No date_format reads every cell of the column, such as "2026-02-01".'),
        (["2026/02/01", "2026/12/24"], 'Declare date_format: "%Y/%m/%d" in csmetrics.yaml.'),
        (["20260201", "20261224"], 'Declare date_format: "%Y%m%d" in csmetrics.yaml.'),
        (["Feb 1, 2026"], 'Declare date_format: "%b %d, %Y" in csmetrics.yaml.'),
        (["1767225600"], "Declare date_format: seconds in csmetrics.yaml."),
        (["1767225600000"], "Declare date_format: milliseconds in csmetrics.yaml."),
        (["46023", "46023.5"], "Declare date_format: excel in csmetrics.yaml."),
        (["46023", "n/a"], "Write 2026-09-01, or declare date_format: in csmetrics.yaml."),
    ],
)
def test_a_format_is_proposed_only_if_it_reads_every_cell(cells, fix):
    frame = pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(cells))], "date": cells, "amount": 1})
    with pytest.raises(DataError) as caught:
        Dataset(purchases=frame)
    assert any(fix in problem.fix for problem in caught.value.problems)
    if "Declare" in fix and "(" not in fix:
        form = fix.split(": ")[1].removesuffix(" in csmetrics.yaml.").strip('"')
        assert Dataset(purchases=frame, config=Config(date_format=form)).problems == ()
