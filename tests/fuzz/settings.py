"""What people write into csmetrics.yaml: settings that are meant, and what slips in."""

import random
from typing import Any

import yaml

from fuzz import nasty

MEANT: tuple[dict[str, Any], ...] = (
    {"date_format": "%d/%m/%Y"},
    {"date_format": "%Y-%m-%dT%H:%M:%S%z", "timezone": "America/New_York"},
    {"timezone": "Pacific/Kiritimati"},
    {"encoding": "cp1252"},
    {"encoding": "utf-16"},
    {"encoding": "utf-8"},
    {"delimiter": ";", "decimal": ","},
    {"delimiter": "\t"},
    {"amount_unit": "cents"},
    {"memory_share": 1e-7},
    {"memory_share": 1e-6, "surveys": {"repeat_answers": "latest"}},
    {"surveys": {"csat": {"scale": [1, 7], "satisfied": 6, "method": "mean"}}},
    {"surveys": {"repeat_answers": "latest", "ces": {"scale": [1, 5]}}},
    {"reviews": {"scale": [1, 10]}},
    {"rules": {"interval_factors": {"week": 4}}},
    {"costs": {"acquisition": ["ads"], "service": ["support"]}},
    {"tables": {"customers": {"columns": {"country": "Country/Region"}}}},
    {"tables": {"customers": {"columns": {"country": "channel"}}}},
    {"tables": {"subscriptions": {"columns": {"amount": "quantity", "quantity": "amount"}}}},
    {"tables": {"subscriptions": {"constants": {"interval": "year"}, "columns": {"start_date": "created"}}}},
    {"tables": {"usage": {"columns": {"value": "date", "date": "value"}}}},
    {"tables": {"surveys": {"values": {"score": {"7": "10", "": "0"}, "survey": {"nps": "csat"}}}}},
    {"tables": {"subscriptions": {"values": {"amount": {"11": "x"}, "currency": {"usd": "EUR"}}}}},
    {"tables": {"costs": {"file": "purchases.csv", "columns": {"category": "purchase_id"}}}},
    {"tables": {"customers": {"file": "subscriptions.csv"}}},
    {"tables": {"answers": {"constants": {"score": "11"}}}},
    {"tables": {"subscriptions": {"where": {"plan": {"not": ["pro"]}, "amount": {"above": 10}}}}},
    {"tables": {"surveys": {"where": {"responded_at": {"at_least": "2026-01-01"}, "customer_id": {"blank": False}}}}},
    {"tables": {"purchases": {"ignore": ["amount"], "compute": {"amount": "[amount] * 2 - [amount] / 3"}}}},
    {"tables": {"costs": {"compute": {"line_id": "[date] & '-' & [category]"}}}},
    {"tables": {"subscriptions": {"amount_is": "line"}}},
    {"tables": {"customers": {"roll_up": "account_manager"}}},
    {"tables": {"customers": {"columns": {"parent": "name"}, "roll_up": "parent"}}},
    {"tables": {"subscriptions": {"shape": "events", "columns": {"date": "start_date"}}}},
    {"tables": {"subscriptions": {"shape": "periodic", "columns": {"month": "start_date"}, "amount_is": "unit"}}},
    {
        "as_of": "2026-09-30",
        "tables": {"subscriptions": {"shape": "tenure", "columns": {"months": "quantity", "left": "plan"}}},
    },
    {
        "tables": {
            "subscriptions": {
                "shape": "invoices",
                "columns": {"service_start": "start_date", "service_end": "end_date"},
            }
        }
    },
    {"tables": {"subscriptions": {"file": ["subscriptions.csv", "costs.csv"]}}},
    {"tables": {"usage": {"file": "us*.csv", "header_row": 2, "skip_rows": 1}}},
    {"tables": {"usage": {"header_row": 0, "columns": {"customer_id": 1, "date": 2, "value": 4}}}},
    {"tables": {"tickets": {"delimiter": "whitespace"}}},
    {"tables": {"reviews": {"date_format": {"date": "%d.%m.%Y"}}, "costs": {"thousands": {"amount": "'"}}}},
    {"tables": {"subscriptions": {"layout": "stripe_subscriptions", "file": "subscriptions.csv"}}},
    {"tables": {"surveys": {"layout": "surveymonkey"}}},
    {"tables": {"subscriptions": {"cannot_tell": {"mrr_expansion": "no past prices"}}}},
    {"tables": {"usage": {"database": "sqlite:///gone.db", "sql": "select 1"}}},
    {"tables": {"usage": {"database": "$NOWHERE", "sql": "select * from usage"}}},
    {"health": {"signals": {"seats": {"column": "country", "scale": [0, 50]}}}},
    {"health": {"signals": {"name": {"column": "name", "tiers": {"1": 0, "above": 100}}}}},
    {"health": {"period": 30}},
    {"thresholds": {"mrr": {"min": 1e308}, "churn": {"max": -5}}},
    {"thresholds": {"nps": {"by": {"country": {"DE": {"min": 1}}}}}},
    {"feedback": {"themes": {"a": ["*"], "b": ["c#", "a|b"], "c": ["("]}}},
    {"feedback": {"languages": ["arabic"], "themes": {}}},
    {"store": "h.db"},
    {"store": ""},
    {},
)


def mutated(text: str, chance: random.Random) -> str:
    """The configuration with other settings, a value or key in place of another, or signs where none belong."""
    change = chance.choice((_meant, _meant, _meant, _value, _value, _value, _key, _lines, _signs, _indented, _strange))
    return change(text, chance)


def _meant(text: str, chance: random.Random) -> str:
    values = yaml.safe_load(text)
    if chance.random() < 0.3:
        values = {}
    for settings in chance.sample(MEANT, chance.choice((1, 1, 2))):
        values |= settings
    return yaml.safe_dump(values, allow_unicode=True)


def _places(values: Any) -> list[tuple[Any, Any]]:
    """Every mapping or list, and a key or place in it."""
    inner = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    return [place for key, child in inner for place in ((values, key), *_places(child))]


def _value(text: str, chance: random.Random) -> str:
    values = yaml.safe_load(_meant(text, chance))
    if not (places := _places(values)):
        return chance.choice(nasty.YAML)
    mapping, key = chance.choice(places)
    mapping[key] = "REPLACED"
    return yaml.safe_dump(values, allow_unicode=True).replace("REPLACED", chance.choice(nasty.YAML))


def _key(text: str, chance: random.Random) -> str:
    values = yaml.safe_load(_meant(text, chance))
    places = [(mapping, key) for mapping, key in _places(values) if isinstance(mapping, dict)]
    if not places:
        return text
    mapping, key = chance.choice(places)
    mapping["REPLACED"] = mapping.pop(key)
    return yaml.safe_dump(values, allow_unicode=True).replace(
        "REPLACED", chance.choice((*nasty.YAML, *nasty.HEADERS, str(key)[1:]))
    )


def _lines(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    for _ in range(chance.choice((1, 1, 3))):
        at = chance.randrange(len(lines))
        chance.choice(
            (lambda at=at: lines.insert(chance.randrange(len(lines)), lines[at]), lambda at=at: lines.pop(at))
        )()
    return "".join(lines)


def _signs(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(text))
        text = (
            text[:at]
            + chance.choice("\t:{}[]&*!|>'\"%@`#,?-\n \u2028\x85\ufeff\x00\x1b\ud800é🙂")
            + text[at + chance.randrange(2) :]
        )
    return text


def _indented(text: str, chance: random.Random) -> str:
    return "".join(" " * chance.choice((0, 0, 0, 1, 2)) + line for line in text.splitlines(keepends=True))


def _strange(text: str, chance: random.Random) -> str:
    """Texts that are YAML, and meant to do harm."""
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    nested = {
        "laughs": laughs,
        "laughs in a section": "health: &a {signals: &b ["
        + "1, " * 9
        + "]}\ndistress: {signals: ["
        + "*b, " * 9
        + "]}\n",
        "itself": "tables: &a\n  customers: *a\n",
        "merged": "health: &a {period: 30}\ndistress:\n  <<: *a\n",
        "deep lists": "currency: " + "[" * 2_000 + "]" * 2_000,
        "deep sections": "".join(f"{' ' * level}a:\n" for level in range(1_500)),
        "deep and open": "{a: " * 5_000,
        "huge": "currency: " + "x" * 2_000_000,
        "huge number": "gross_margin: " + "9" * 100_000,
        "many keys": "".join(f"k{number}: 1\n" for number in range(5_000)),
        "many documents": "---\na: 1\n" * 20,
        "twice": text + text,
        "object": "currency: !!python/object/apply:os.system [ls]\n",
        "scalar": "just words\n",
        "list": "- a\n- b\n",
        "nothing": chance.choice(("", " ", "\n\n", "#", "---", "...", "\ufeff", "~", "null")),
    }
    return nested[chance.choice(list(nested))]
