"""Stores that versions before this one wrote are read, and what those did not keep is filled in."""

import json
import sqlite3

import jsonschema
import pytest

from csmetrics import api
from csmetrics.config import Config
from csmetrics.published.settings import differing, published_config
from csmetrics.views.history import VIEW as HISTORY
from published.conftest import SUBSCRIPTIONS
from published.test_commands import SCHEMAS

DEARER = SUBSCRIPTIONS.replace("2026-01-10,,50,2", "2026-01-10,,60,2")


def change(store, column, edit):
    with sqlite3.connect(store) as connection:
        for number, text in connection.execute(f"select id, {column} from csmetrics_snapshots").fetchall():  # noqa: S608
            if text:
                edited = json.dumps(edit(json.loads(text)))
                connection.execute(f"update csmetrics_snapshots set {column} = ? where id = ?", (edited, number))  # noqa: S608


@pytest.mark.slow
def test_a_restatement_of_an_older_version_is_shown(publish, store):
    publish()
    publish(subscriptions__csv=DEARER, restate="price")

    def older(restatement):
        for cause in restatement["causes"]:
            del cause["note"]
            for row in cause["rows"]:
                del row["problem"]
        return {k: v for k, v in restatement.items() if k not in ("was_currency", "currency")}

    change(store, "restatement", older)
    values = json.loads(HISTORY.write(api.history(store), "json"))
    jsonschema.validate(values, json.loads((SCHEMAS / "history.schema.json").read_text(encoding="utf-8")))
    (cause,) = values["snapshots"][1]["restatement"]["causes"]
    assert (cause["cause"], cause["note"], cause["rows"][0]["problem"]) == ("price", "", "")


def test_a_key_that_came_later_is_no_difference(publish, store):
    publish()
    change(store, "config", lambda config: {k: v for k, v in config.items() if k not in ("health", "reviews")})
    (result,) = publish(subscriptions__csv=DEARER, csmetrics__yaml="gross_margin: 0.5\n").results
    configuration, price = result.restatement.causes
    assert configuration.settings == {"gross_margin": (1.0, 0.5)}
    assert price.name == "price"


def test_a_configuration_that_is_not_understood_any_more_is_named_as_far_as_it_goes(publish, store):
    publish()
    change(store, "config", lambda config: config | {"gross_margin": "most", "moon": "full"})
    (result,) = publish(subscriptions__csv=DEARER, csmetrics__yaml="gross_margin: 0.5\n").results
    configuration, price = result.restatement.causes
    assert configuration.note.startswith("The published configuration cannot be read by this version.")
    assert configuration.settings == {"gross_margin": ("most", 0.5), "moon": ("full", None)}
    assert price.name == "price"


def test_scores_that_were_not_declared_stay_so():
    plain = Config()
    again = published_config(plain.model_dump_json())
    assert (again, again.declares_scores) == (plain, False)
    declared = Config(health={"signals": {"tenure": {"weight": 2}}})
    assert published_config(declared.model_dump_json()).declares_scores
    assert list(differing(plain, declared)) == [
        path for path in differing(plain, declared) if path.startswith("health.signals.tenure.")
    ]
