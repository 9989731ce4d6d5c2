"""What people import stays: functions may gain parameters that can be left out, and lose none; former names warn.

`promised_api.json` has what was published. A new name or parameter is added to it with
`python tests/stability/test_api_grows.py`, which refuses to take one away.
"""

import inspect
import json
import warnings
from pathlib import Path

import pytest

import csmetrics
from csmetrics import former
from csmetrics.former import FORMER, Former

PROMISED = Path(__file__).parent / "promised_api.json"


def told():
    """The parameters of each public function by its name, with whether they can be left out."""
    found = {}
    for name in csmetrics.__all__:
        each = getattr(csmetrics, name)
        parameters = inspect.signature(each).parameters.values() if inspect.isfunction(each) else ()
        found[name] = {one.name: one.default is not one.empty for one in parameters}
    return found


def lost(promised, now):
    """What was promised and is there no more, and what must be given now and need not be before."""
    for name, parameters in promised.items():
        if name not in now:
            yield name
            continue
        yield from (f"{name}({one})" for one in parameters if one not in now[name])
        must = [one for one, optional in now[name].items() if not optional and parameters.get(one, True)]
        yield from (f"{name}: {one} must be given" for one in must)


def test_no_function_and_no_parameter_is_lost():
    assert list(lost(json.loads(PROMISED.read_text(encoding="utf-8")), told())) == []


def test_every_name_is_promised():
    assert told() == json.loads(PROMISED.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({}, ["report"]),
        ({"report": {}}, ["report(data)", "report(by)"]),
        ({"report": {"data": False, "by": False}}, ["report: by must be given"]),
        ({"report": {"data": False, "by": True, "new": False}}, ["report: new must be given"]),
        ({"report": {"data": False, "by": True, "new": True}, "more": {}}, []),
    ],
)
def test_what_is_lost_is_found(now, found):
    assert list(lost({"report": {"data": False, "by": True}}, now)) == found


def test_former_names_still_work_until_their_version():
    here = [int(part) for part in csmetrics.__version__.split(".")[:2]]
    for name, each in FORMER.items():
        with pytest.warns(DeprecationWarning, match=each.goes):
            assert getattr(csmetrics, name) is getattr(csmetrics, each.now)
        assert here < [int(part) for part in each.goes.split(".")[:2]], f"the version has come: take {name} out"


def test_a_former_name_warns_whoever_writes_it(monkeypatch):
    known = {"movers": Former("customers", "0.4")}
    monkeypatch.setattr(former, "name_now", lambda name, plain=former.name_now: plain(name, known))
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        assert csmetrics.movers is csmetrics.customers
    assert [each.category for each in heard] == [DeprecationWarning]
    with pytest.raises(AttributeError, match="mover"):
        _ = csmetrics.mover


if __name__ == "__main__":
    gone = list(lost(json.loads(PROMISED.read_text(encoding="utf-8")) if PROMISED.exists() else {}, told()))
    if gone:
        raise SystemExit(f"These were promised: {', '.join(gone)}")
    PROMISED.write_text(json.dumps(told(), indent=2) + "\n", encoding="utf-8")
