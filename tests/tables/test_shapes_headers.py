"""The headers of subscriptions in the shapes of docs/shapes.md."""

import pytest

from csmetrics import api
from csmetrics.config import TableConfig, parse_config
from csmetrics.declared import SHAPES
from csmetrics.errors import ConfigError, DataError
from csmetrics.sources.source import Places
from csmetrics.synonyms import CHANGING, CHANGING_IN_SHAPE, SAME, SAME_IN_SHAPE, folded
from csmetrics.tables.headers import understand

OTHER_NAMES = [(shape, column) for shape, columns in SAME_IN_SHAPE.items() for column in columns]


@pytest.mark.parametrize(("shape", "column"), OTHER_NAMES)
def test_other_names_of_the_columns_of_a_shape(shape, column):
    for other in SAME_IN_SHAPE[shape][column]:
        header = tuple(other if each == column else each for each in SHAPES[shape].columns)
        assert understand(header, Places("s.csv"), SHAPES[shape], TableConfig()).ours[column] == other


@pytest.mark.parametrize("shape", SHAPES)
def test_no_name_means_two_things_in_a_shape(shape):
    own = SHAPES[shape].columns
    columns = {name: others for name, others in SAME["subscriptions"].items() if name in own}
    same = [folded(other) for others in (*columns.values(), *SAME_IN_SHAPE.get(shape, {}).values()) for other in others]
    assert len(set(same)) == len(same)
    assert not set(same) & {folded(name) for name in own if name not in columns}
    changing = [folded(name) for each in CHANGING_IN_SHAPE.get(shape, ()) for name in each.names]
    assert not set(changing) & {*same, *(folded(name) for name in own)}
    assert not set(changing) & {folded(name) for each in CHANGING["subscriptions"] for name in each.names}


def test_a_status_of_invoices_is_asked_about(folder):
    text = "customer_id,service_start,service_end,amount,Status\na,2026-01-01,2026-02-01,5,void\n"
    with pytest.raises(DataError) as error:
        api.read(folder(subscriptions__csv=text), parse_config("tables: {subscriptions: {shape: invoices}}"))
    fix = "ignore: [Status]  # every line counts; where: takes those of some words alone"
    assert error.value.problems[0].fix.endswith(fix)


def test_what_a_shape_has_no_column_for_is_ignored_or_nothing(folder):
    text = "customer_id,month,amount,Churn Date\na,2026-01,5,2026-02-03\n"
    with pytest.raises(DataError) as error:
        api.read(folder(subscriptions__csv=text), parse_config("tables: {subscriptions: {shape: periodic}}"))
    assert error.value.problems[0].fix == (
        "Add to csmetrics.yaml under tables: subscriptions: ignore: [Churn Date]  # no row ends on it"
    )


SAID = {
    "tables: {surveys: {shape: events}}": "surveys: shape: only subscriptions have a shape. Take the line out.",
    "tables: {subscriptions: {shape: tenure, columns: {start_date: since}}}": (
        "subscriptions: columns: start_date: unknown column of the shape tenure. Allowed here: customer_id, months, "
    ),
    "tables: {subscriptions: {shape: events, values: {evnt: {new: start}}}}": (
        "subscriptions: values: evnt: unknown column of the shape events. Did you mean event?"
    ),
    "tables: {subscriptions: {columns: {month: m}}}": (
        "subscriptions: columns: month: unknown column. It is one of shape: periodic, which is not declared."
    ),
}


@pytest.mark.parametrize(("text", "message"), SAID.items())
def test_a_shape_says_which_columns_there_are(text, message):
    with pytest.raises(ConfigError) as error:
        parse_config(text)
    assert str(error.value).startswith(f"csmetrics.yaml line 1, tables: {message}")
