"""No password of a store is ever shown, whatever became of the URL that it stood in."""

from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ACME, tries
from csmetrics.config import parse_config
from csmetrics.errors import ConfigError, CsmetricsError, StoreError
from csmetrics.passwords import hidden, looks_like_url
from csmetrics.published.store import Store

BEGINS, ENDS = "Xq7J", "Zk9W"  # no message has these of itself

FORMS = [
    "postgresql://ann:{}@127.0.0.1:1/metrics",
    "postgresql+psycopg://ann:{}@127.0.0.1:1/metrics",
    "postgres://ann:{}@127.0.0.1:1/metrics",
    "postgresql://:{}@127.0.0.1:1/metrics",
    "postgresql://ann:{}@127.0.0.1:port/metrics",
    "postgresql://ann:{}@127.0.0.1:99999999/metrics",
    "postgresql://ann:{}@127.0.0.1:1/metrics?sslmode=nonsense",
    "postgresql://ann:{}@/metrics?host=127.0.0.1&port=1",
    "postgresql://ann:{}",
    "postgresql://ann:{}/metrics",
    "postgresql://ann:{}@",
    "postgresql://ann@127.0.0.1:1/metrics?password={}",
    "postgresql://127.0.0.1:1/metrics?user=ann&password={}&sslmode=prefer",
    "postgresql://127.0.0.1:1/metrics?pass%77ord={}",
    "postgresql://127.0.0.1:1/metrics?passwrd={}",
    "postgresql://127.0.0.1:1/metrics?sslpassword={}",
    "postgresql://127.0.0.1:1/metrics;password={}",
    "postgresql://ann%3A{}@127.0.0.1:1/metrics",
    "postgresql%3A%2F%2Fann%3A{}%40127.0.0.1%3A1%2Fmetrics",
    "postgresql:/ann:{}@127.0.0.1",
    "postgres:/ann:{}@h",
    "postgresql:ann:{}@127.0.0.1/metrics",
    "postgresql//ann:{}@127.0.0.1/metrics",
    "postgresql ://ann:{}@127.0.0.1/metrics",
    " postgresql://ann:{}@127.0.0.1:1/metrics ",
    "://ann:{}@127.0.0.1/metrics",
    "//ann:{}@127.0.0.1/metrics",
    "ann:{}@127.0.0.1/metrics",
    "ann:{}@127.0.0.1",
    "./nowhere/ann:{}@127.0.0.1/metrics",
    "mysql://ann:{}@127.0.0.1/metrics",
    "mysql:/ann:{}@127.0.0.1/metrics",
    "sqlite://ann:{}@h/nowhere/x.db",
    "sqlite:///nowhere/ann:{}@x.db",
    "host=127.0.0.1 port=1 user=ann password={} dbname=metrics",
    "host=127.0.0.1 password='{}'",
]
QUOTED = {"as it is": str, "in signs of a URL": quote, "all of it": lambda p: quote(p, safe=""), "plus": quote_plus}

passwords = st.text("ab:/@?#[]%&=+ ;'\"\\{}äß.-_,|*", max_size=8).map(lambda middle: BEGINS + middle + ENDS)
WITHOUT_HOST = ("postgresql://ann:{}", "postgresql://ann:{}/metrics")  # here an @ would begin the host
places = st.builds(
    lambda form, password, how: form.replace(
        "{}", QUOTED[how](password.replace("@", "") if form in WITHOUT_HOST else password)
    ),
    st.sampled_from(FORMS),
    passwords,
    st.sampled_from(list(QUOTED)),
)


def shows_nothing(text):
    return BEGINS not in text and ENDS not in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=tries(300))
@given(place=places)
def test_no_command_shows_a_password(run_cli, tmp_path, place):
    for line in (["history"], ["history", "--format", "json"], ["history", "--import", "nowhere"]):
        done = run_cli([*line, "--store", place], cwd=tmp_path)
        assert done.exit_code == 1, done.output
        assert shows_nothing(done.output), done.output
    assert list(tmp_path.iterdir()) == []
    try:
        assert shows_nothing(Store(place).name)
    except StoreError as error:
        assert shows_nothing(str(error))  # noqa: PT017


@pytest.mark.parametrize("form", FORMS)
def test_a_snapshot_shows_none(run_cli, tmp_path, form):
    line = ["snapshot", str(ACME), "--period", "2026-09", "--store", form.replace("{}", f"{BEGINS}p%40w{ENDS}")]
    done = run_cli([*line, "--output", "out.json"], cwd=tmp_path)
    assert done.exit_code == 1
    assert shows_nothing(done.output)
    assert list(tmp_path.iterdir()) == []


YAML = [
    "store: {}",
    "store: '{}'",
    'store: "{}"',
    "stor: {}",
    "{}: 1",
    "store: [{}]",
    "store: {{url: {}}}",
    "store: @{}",
    "store: %{}",
    'store: "{}" x',
    'store: "{}',
    "store: `{}`",
    "store: !secret {}",
    "store:\n  - a\n b: {}",
    "currency: {}",
    "gross_margin: {}",
    "timezone: {}",
    "encoding: {}",
    "date_format: '%Y {}'",
    "tables: {}",
    "tables: {{surveys: {}}}",
    "{}",
    "store: >-\n  {}\ncurrency: xx",
]


@settings(max_examples=tries(400))
@given(yaml=st.sampled_from(YAML), place=places)
def test_no_error_of_the_configuration_shows_a_password(yaml, place):
    try:
        config = parse_config(yaml.replace("{{", "{").replace("}}", "}").replace("{}", place.replace(" #", "#")))
    except ConfigError as error:
        assert shows_nothing(str(error)), str(error)  # noqa: PT017
        return
    try:
        assert shows_nothing(Store(config.store or "x.db").name)
    except CsmetricsError as error:
        assert shows_nothing(str(error))  # noqa: PT017


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("postgresql://ann:secret@db.example/metrics", "postgresql+psycopg://ann:***@db.example/metrics"),
        ("postgresql://ann@db.example:5433/metrics", "postgresql+psycopg://ann@db.example:5433/metrics"),
        ("postgresql://ann%40acme:s@db.example/m", "postgresql+psycopg://ann%40acme:***@db.example/m"),
        ("postgresql:///metrics?host=/var/run&password=x", "postgresql+psycopg:///metrics"),
        ("postgresql://[::1]:5432/metrics", "postgresql+psycopg://[::1]:5432/metrics"),
        ("history.db", "history.db"),
        ("/srv/a:b/history@home.db", "/srv/a:***@home.db"),
        ("C:/stores/history.db", "C:/stores/history.db"),
        ("sqlite:///history.db", "history.db"),
    ],
)
def test_the_rest_of_a_place_is_shown(place, name):
    assert Store(place).name == name


def test_what_is_wrong_with_a_url_is_said():
    for place, said in (
        ("postgresql://ann:s@h:port/m", "Its port is no number"),
        ("postgresql://ann:p@ss@h/m", "Write an @ of the password as %40"),
        ("postgresql://ann:s@h:70000/m", "above 65535"),
        ("postgres:/ann:s@h", "cannot be read. Write postgresql"),
    ):
        with pytest.raises(StoreError, match=said):
            Store(place)


def test_ports_and_words_stay():
    source = "postgresql://ann@db.example:5433/metrics"
    assert hidden("no host db.example port 5433", source) == "no host db.example port 5433"
    assert hidden("is this a port?", "postgresql://ann:is@h") == "*** this a port?"
    assert not looks_like_url("stores/2026:history.db")
