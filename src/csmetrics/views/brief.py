"""What a result is, on one line; and so much of a long list as a notebook has room for.

A view that is not named here is said by its period, if it has one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from csmetrics.output.readable import show
from csmetrics.output.sentences import count_of, listed, segment_name
from csmetrics.periods import from_day_number

if TYPE_CHECKING:
    from csmetrics.config import Config
    from csmetrics.figures.backtest import Backtest
    from csmetrics.figures.cohorts import Cohorts
    from csmetrics.figures.model import Figure, Report
    from csmetrics.figures.trend import Trend
    from csmetrics.periods import Period
    from csmetrics.published.history import History
    from csmetrics.published.model import Outcome
    from csmetrics.tables.check import Check
    from csmetrics.tables.dataset import Dataset
    from csmetrics.views.customer_health.model import CustomerScores
    from csmetrics.views.customers.model import CustomerList
    from csmetrics.views.explain.model import Explanation
    from csmetrics.views.feedback.model import Feedback
    from csmetrics.views.health.model import Standings
    from csmetrics.views.init.model import Init


def brief_of(view: str, result: Any) -> str:
    """A result of a view in some words."""
    period = getattr(result, "period", None)
    return _BRIEF[view](result) if view in _BRIEF else period.name if period else getattr(result, "title", view)


def few_of(view: str, result: Any, most: int) -> Any:
    """A result with no more lines of a list than that; its page says how many there are."""
    return _FEW[view](result, most) if view in _FEW else result


def _report(found: "Report") -> str:
    wholes = {
        figure.metric: figure for figure in found.figures if not figure.segment and figure.status != "unavailable"
    }
    said = [count_of(len(wholes), "figure"), *([f"by {listed(found.by)}"] if found.by else [])]
    if mrr := wholes.get("mrr"):
        said.append(f"MRR {show(mrr.value, 'money')}{_of(found.currency)}")
    return f"{found.period.name}: {', '.join(said)}"


def _trend(found: "Trend") -> str:
    metrics = list(dict.fromkeys(line.metric for line in found.lines))
    by = f" by {listed(found.by)}" if found.by else ""
    return f"{_span(found.periods)}: {listed(metrics) if len(metrics) <= 1 else count_of(len(metrics), 'metric')}{by}"


def _cohorts(found: "Cohorts") -> str:
    what = "MRR" if found.of == "mrr" else found.of
    return f"{found.period.name}: {what} of {count_of(len(found.cohorts), 'cohort')}, by {found.period.grain}"


def _customers(found: "CustomerList") -> str:
    movements = listed(each.replace("_", " ") for each in found.movements)
    return f"{found.period.name}: {_first(len(found.lines), found.count, 'customer')}, {movements}"


def _figure(figure: "Figure") -> str:
    where = f" in {segment_name(figure.segment)}" if figure.segment else ""
    return f"{figure.metric}{where}: {figure.reason or show(figure.value, figure.unit)}"


def _explain(found: "Explanation") -> str:
    figure = found.figure
    value = show(figure.value, figure.unit) + (_of(found.currency) if figure.unit == "money" else "")
    return f"{figure.metric} {found.period.name}: {value if figure.reason is None else figure.reason}"


def _feedback(found: "Feedback") -> str:
    about = f" on {found.theme}" if found.theme else ""
    return f"{found.period.name}: {count_of(found.count, 'comment')}{about}"


def _health(found: "Standings") -> str:
    at_risk = sum(total.customers for total in found.totals if total.band == "at_risk" and not total.segment)
    shown = _first(len(found.standings), found.count, "customer")
    return f"{found.period.name}: {shown}, {show(at_risk, 'count')} at risk"


def _customer_health(found: "CustomerScores") -> str:
    scores = (f"{card.which} {show(card.score, 'points')} ({card.band.replace('_', ' ')})" for card in found.scorecards)
    return f"{found.customer_id} {found.period.name}: {', '.join(scores)}"


def _backtest(found: "Backtest") -> str:
    windows = count_of(len(found.windows), "window")
    said = f"{windows} of {count_of(found.months, 'month')}" if found.enough else found.reason
    return f"up to {found.period.name}: {said}"


def _snapshot(found: "Outcome") -> str:
    return f"{found.store}: {', '.join(f'{each.period.name} {each.status}' for each in found.results)}"


def _history(found: "History") -> str:
    if not found.current:
        return f"{found.store}: nothing published"
    periods = [each.period for each in found.current]
    return f"{found.store}: {_span(periods)}, {count_of(len(found.snapshots), 'version')}"


def _check(found: "Check") -> str:
    problems = count_of(len(found.problems), "problem") if found.problems else "no problems"
    return f"{count_of(len(found.sources), 'file')}, {problems}"


def _init(found: "Init") -> str:
    left = f", {count_of(len(found.questions), 'question')} to decide" if found.questions else ""
    written = f"wrote {found.written}" if found.written else "nothing written"
    return f"{found.folder}: {count_of(len(found.files), 'file')}{left}, {written}"


def _models(found: Any) -> str:
    return "; ".join(f"{model.which}: {count_of(len(model.signals), 'signal')}" for model in found)


def _dataset(data: "Dataset") -> str:
    rows = sum(source.used for source in data.sources)
    newest = data.newest_recorded()
    until = f", newest {from_day_number(newest)}" if newest is not None else ""
    tables, currency = count_of(len(data.sources), "table"), f", {data.currency}" if data.currency else ""
    return f"of {tables}: {count_of(rows, 'row')}{until}{currency}"


def _config(config: "Config") -> str:
    said = sorted(config.model_fields_set)
    return f"that sets {listed(said, most=len(said))}" if said else "with nothing set"


def _of(currency: str | None) -> str:
    return f" {currency}" if currency else ""


def _span(periods: "Sequence[Period]") -> str:
    first, last = periods[0].name, periods[-1].name
    return first if first == last else f"{first} to {last}"


def _first(shown: int, count: int, noun: str) -> str:
    return count_of(count, noun) if shown == count else f"{show(shown, 'count')} of {count_of(count, noun)}"


def _few_lines(found: "CustomerList", most: int) -> "CustomerList":
    return replace(found, lines=found.lines[:most])


def _few_standings(found: "Standings", most: int) -> "Standings":
    return replace(found, standings=found.standings[:most])


def _few_quotes(found: "Feedback", most: int) -> "Feedback":
    return replace(found, quotes=found.quotes[:most])


def _few_of_each(found: "Explanation", most: int) -> "Explanation":
    return replace(found, tallies=tuple(replace(each, lines=each.lines[:most]) for each in found.tallies))


_BRIEF: Mapping[str, Callable[[Any], str]] = {
    "report": _report,
    "trend": _trend,
    "cohorts": _cohorts,
    "customers": _customers,
    "explain": _explain,
    "feedback": _feedback,
    "health": _health,
    "customer_health": _customer_health,
    "backtest": _backtest,
    "snapshot": _snapshot,
    "history": _history,
    "check": _check,
    "init": _init,
    "health_models": _models,
    "figure": _figure,
    "dataset": _dataset,
    "config": _config,
}
_FEW: Mapping[str, Callable[[Any, int], Any]] = {
    "customers": _few_lines,
    "health": _few_standings,
    "feedback": _few_quotes,
    "explain": _few_of_each,
}
