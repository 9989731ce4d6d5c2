"""What the folder gives under a configuration: the first figures, or what is in their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from csmetrics.config import Config
from csmetrics.errors import CsmetricsError, DataError, block, kinds
from csmetrics.figures.model import Figure, Report
from csmetrics.groups import DIGEST
from csmetrics.metrics.catalogue import METRICS
from csmetrics.output.readable import show
from csmetrics.views.init.model import FiguredChoice, Question
from csmetrics.views.init.recognised import RecognisedFile, merged
from csmetrics.views.reading import read
from csmetrics.views.report.compute import report

_TOLD_BY = {"subscriptions": ("mrr",), "surveys": ("nps", "csat", "ces"), "purchases": ("revenue",)}


@dataclass(frozen=True, slots=True)
class Trial:
    """A folder under the lines that are in force, to be reported as of today; `only` the rows of one currency."""

    folder: Path
    known: Mapping[str, RecognisedFile]
    today: date | None
    only: str | None = None

    def with_figures(self, questions: Sequence[Question]) -> list[Question]:
        """The questions, each choice with the figure it leads to; all others are answered by their first choice."""
        first = {each.table: _first(questions, each.table) for each in questions}
        return [
            replace(each, choices=tuple(self._told(each, choice, first) for choice in each.choices))
            if each.table in _TOLD_BY and each.table in self.known
            else each
            for each in questions
        ]

    def _told(self, question: Question, choice: FiguredChoice, first: Mapping[str, Mapping[str, Any]]) -> FiguredChoice:
        tried = {**first, question.table: merged(first[question.table], choice.write)}
        return replace(choice, figure=self._figure(question.table, tried))

    def _figure(self, table: str, tried: Mapping[str, Mapping[str, Any]]) -> str:
        """The figure of a table that some lines lead to, in words; nothing where they lead to none."""
        tables = {name: each.own(tried.get(name)) for name, each in self.known.items() if name in (table, "customers")}
        try:
            made = self.report(Config(tables=tables), _TOLD_BY[table])
        except CsmetricsError:
            return ""
        found = next((each for each in made.figures if each.value is not None), None)
        return self._said(found, made.period.name) if found else ""

    def _said(self, figure: Figure, period: str) -> str:
        of = f" of the {self.only} rows" if self.only else ""
        return f"{METRICS[figure.metric].title}{of} in {period} is {show(figure.value, figure.unit)}"

    def report(self, config: Config, metrics: Sequence[str]) -> Report:
        """Some figures of the last month. Raises CsmetricsError."""
        data = read(self.folder, config, detail=False, metrics=metrics, currency=self.only)
        return report(data, metrics=metrics, today=self.today)


def _first(questions: Sequence[Question], table: str) -> dict[str, Any]:
    """What is written under a table if each question about it is answered by its first choice."""
    made: dict[str, Any] = {}
    for each in questions:
        if each.table == table and each.stops and each.choices:
            made = merged(made, each.choices[0].write)
    return made


def headline(trial: Trial, config: Config) -> tuple[str, tuple[Figure, ...], tuple[str, ...]]:
    """The period and its headline figures; or why there are none."""
    try:
        made = trial.report(config, DIGEST)
    except CsmetricsError as error:
        problems = error.problems if isinstance(error, DataError) else ()
        return "", (), (str(error), *(line for kind in kinds(problems) for line in kind.lines()), *block(problems))
    return made.period.name, tuple(each for each in made.figures if each.value is not None), ()
