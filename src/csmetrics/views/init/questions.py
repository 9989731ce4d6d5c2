"""What is left to decide of a file: what its layout leaves open, columns that are missing, dates of two readings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from csmetrics.columns import Column
from csmetrics.declared import TABLES
from csmetrics.layouts.apply import Decision
from csmetrics.output.sentences import count_of
from csmetrics.views.init.inspection import Look
from csmetrics.views.init.model import FiguredChoice, Question
from csmetrics.views.init.recognised import RATES, RecognisedFile, may_be, one_for_all

_OF_A_COLUMN = 6  # columns that are offered for one of ours


def questions_of(known: RecognisedFile) -> Iterator[Question]:
    """What is left to decide of one file."""
    yield from (_of_layout(known, decision) for decision in known.decisions())
    yield from (_of_column(known, name) for name in known.missing)
    yield from _of_dates(known)


def _of_layout(known: RecognisedFile, decision: Decision) -> Question:
    choices = tuple(FiguredChoice(each.write, each.means) for each in decision.choices)
    return Question(known.file, known.table or "", decision.asks, choices, decision.stops)


def _of_column(known: RecognisedFile, name: str) -> Question:
    """Which column of a file is one of ours that it must have."""
    table = known.table or ""
    column = TABLES[table].columns[name]
    choices = [
        FiguredChoice({"columns": {name: look.name}}, _shown(look))
        for look in may_be(TABLES[table], name, known.looked)
    ]
    if one_for_all(name):
        choices.append(FiguredChoice({"constants": {name: _example(column)}}, "if it is the same for every row"))
    asks = f"Which column is {name}: {column.meaning[0].lower()}{column.meaning[1:].rstrip('.')}?"
    return Question(known.file, table, asks, tuple(choices[:_OF_A_COLUMN]))


def _example(column: Column) -> str:
    return column.choices[0] if column.choices else "..."


def _shown(look: Look) -> str:
    return f"{look.kind}, such as {', '.join(look.examples)}"


def _of_dates(known: RecognisedFile) -> Iterator[Question]:
    """In which form dates are written that can be read in two."""
    if known.table is None or known.layout is not None:
        return
    forms = [look.forms for look in date_columns(known)]
    if any(len(each) > 1 for each in forms) and not any(len(each) == 1 for each in forms):
        first = next(each for each in forms if len(each) > 1)
        choices = tuple(
            FiguredChoice({"date_format": form}, f"the {which} comes first")
            for form, which in zip(first, ("day", "month"), strict=False)
        )
        yield Question(known.file, known.table, "Does the day or the month come first in its dates?", choices)


def date_columns(known: RecognisedFile) -> list[Look]:
    """The columns of a file that hold dates of ours."""
    if known.table is None:
        return []
    names = TABLES[known.table].dates()
    there = [look for name in names if (look := known.looked.column(known.header_of(name)))]
    likely = [may_be(TABLES[known.table], name, known.looked)[:1] for name in names if name in known.missing]
    return there + [look for each in likely for look in each]


def form_of_dates(known: RecognisedFile) -> str | None:
    """The one form that every date of a file is written in, where it is not 2026-09-01."""
    told = {each.forms[0] for each in date_columns(known) if len(each.forms) == 1}
    open_ = [each.forms for each in date_columns(known) if len(each.forms) > 1]
    return told.pop() if len(told) == 1 and all(told & set(each) for each in open_) else None


def which_file(table: str, several: Sequence[RecognisedFile]) -> Question:
    """Which of several files is a table, where each could be."""
    names = [known.file for known in several]
    choices = [FiguredChoice(_alone(known), known.layout.title if known.layout else "") for known in several]
    if len({known.looked.header for known in several}) == 1:
        choices.append(
            FiguredChoice({**_alone(several[0]), "file": names}, f"all of them are one table{_shared(several)}")
        )
    return Question(" and ".join(names), table, f"Which file is {table}?", tuple(choices))


def _shared(several: Sequence[RecognisedFile]) -> str:
    """How many rows stand in more than one of several files: copies of one download would count twice."""
    rows = [row for known in several for row in set(known.looked.lines())]
    twice = len(rows) - len(set(rows))
    return f"; but {count_of(twice, 'row')} in more than one of them: is one a copy?" if twice else ""


def _alone(known: RecognisedFile) -> dict[str, object]:
    return {**known.settings, "file": known.file}


def of_currencies(codes: Sequence[str], rates: str | None, valid_for: int | None) -> Question | None:
    """In which currency the figures are, where amounts are in several."""
    if len(codes) < 2:  # noqa: PLR2004  # one needs no rates
        return None
    asks = f"In which currency are the figures? Amounts are in {', '.join(codes)}."
    lines = {"file": rates or RATES} | ({"valid_for": valid_for} if valid_for else {})
    found = "" if rates else "; make rates.csv with date,currency,rate, or take the file of the European Central Bank"
    others = f"or {', '.join(codes[1:])} in place of {codes[0]}"
    choice = FiguredChoice({"currency": codes[0], "rates": lines}, f"{others}{found}")
    return Question(rates or RATES, "", asks, (choice,))


def worth_asking(
    question: Question, known: RecognisedFile, customers: RecognisedFile | None, joined_by: AbstractSet[str]
) -> Question | None:
    """A question that stops nothing, as far as the files leave it open: columns that are not there answer nothing.

    Ids that are joined already, by these columns of the customers, need no word.
    """
    if question.stops:
        return question
    theirs = customers.looked.header if customers else None
    choices = tuple(
        choice for choice in question.choices if not _is_idle(choice.write, known.looked.header, theirs, joined_by)
    )
    return replace(question, choices=choices) if choices else None


def _is_idle(
    write: Mapping[str, Any], header: Sequence[str], customers: Sequence[str] | None, joined_by: AbstractSet[str]
) -> bool:
    """Whether lines name a column that is not there, or say by which ids files belong together where that is known."""
    named = [*write.get("columns", {}).values(), *([write["roll_up"]] if "roll_up" in write else [])]
    via = write.get("ids", {}).get("via", "").partition(".")[2]
    absent = any(name not in header for name in named) or bool(via and via not in (customers or ()))
    return absent or bool(joined_by and (via or joined_by & set(named)))


def unanswered(questions: Iterable[Question]) -> list[Question]:
    """Those without which nothing is reported."""
    return [each for each in questions if each.stops]
