"""What can go wrong through the input, said so that a person can mend it.

Everything a user can cause is a `CsmetricsError`; the command line turns it into a message and exit status 1. Any
other exception is a bug and shows its traceback.
"""

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

EVERY_FILE = "all files"
"""What a problem of all files together stands in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the input: a file, its row as a spreadsheet counts, or all of it.

    A source that says it better gives its own `words`.

    >>> Place("surveys.csv", 17).words, Place("book.xlsx, Surveys", 17, "book.xlsx, Surveys, row 17").words
    ('surveys.csv row 17', 'book.xlsx, Surveys, row 17')
    """

    file: str
    row: int | None = None
    words: str = ""

    def __post_init__(self) -> None:
        usual = self.file if self.row is None else f"{self.file} row {self.row}"
        object.__setattr__(self, "words", self.words or usual)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in your files: where it is, what it is, and what to do.

    `row` is the row number that a spreadsheet shows; the header is row 1. It is None if the whole file is meant.

    >>> print(Problem("surveys.csv", 17, "score", "11", "outside 0 to 10", "Correct the answer."))
    surveys.csv row 17, score "11": outside 0 to 10. Correct the answer.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    problem: str
    fix: str
    place: str = ""  # where the row stands, in the words of a source that has its own
    settings: tuple[str, ...] = ()  # lines for csmetrics.yaml, beneath `tables:`, that would mend it

    @classmethod
    def at(cls, place: Place, column: str | None, value: str | None, problem: str, fix: str) -> "Problem":
        """A problem at a place."""
        own_words = "" if place == Place(place.file, place.row) else place.words
        return cls(place.file, place.row, column, value, problem, fix, own_words)

    def __str__(self) -> str:
        return f"{self.where()}: {self.problem}. {self.fix}".rstrip()

    def where(self) -> str:
        """The place, in words: file and row, column and value, as far as they are known."""
        place = self.place or Place(self.file, self.row).words
        cell = " ".join(part for part in (self.column, self.value and f'"{_short(self.value)}"') if part)
        return f"{place}, {cell}" if cell else place

    def as_dict(self) -> dict[str, str | int | None]:
        """Plain values for JSON: file and row tell the place, the fix has the lines for csmetrics.yaml."""
        plain = {name: value for name, value in asdict(self).items() if name not in ("place", "settings")}
        return plain | {"fix": self.advice}

    @property
    def advice(self) -> str:
        """What to do, with the lines for csmetrics.yaml."""
        return "\n".join([self.fix, *block([self])])

    @property
    def cell(self) -> str:
        """The row and what stands in it, in a sentence that has named file and column already: `row 17 "11"`."""
        where = (self.place or Place(self.file, self.row).words).removeprefix(self.file).lstrip(" ,")
        return " ".join(part for part in (where, self.value and f'"{_short(self.value)}"') if part)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    r"""Problems that are one and the same but for row and value.

    >>> several = [Problem("a.csv", row, "score", "11", "outside 0 to 10", "Fix it.") for row in range(2, 9)]
    >>> [kind] = kinds(several)
    >>> print(*kind.lines(), sep="\n")
    a.csv, 7 rows, score: outside 0 to 10. Fix it.
      row 2 "11"; row 3 "11"; row 4 "11"; ...
    """

    problems: tuple[Problem, ...]

    def __len__(self) -> int:
        return len(self.problems)

    @property
    def short(self) -> bool:
        """Whether each of its problems can be told in a line of its own."""
        return len(self) <= _FEW

    def lines(self, *, named: bool = True) -> tuple[str, ...]:
        """The problems in words, the file `named` or not: few one by one, many by their number and the first three."""
        first = self.problems[0]
        if self.short:
            return tuple(str(each) if named else _without_file(each) for each in self.problems)
        where = ", ".join(part for part in (first.file if named else "", f"{len(self):,} rows", first.column) if part)
        cells = "; ".join(each.cell for each in self.problems[:_FEW])
        return f"{where}: {first.problem}. {first.fix}".rstrip(), f"  {cells}; ..."


_FEW = 3


def block(problems: Iterable[Problem]) -> list[str]:
    """The lines for csmetrics.yaml that would mend problems, as one block that is ready to be completed."""
    lines = [line for problem in problems for line in problem.settings]
    return ["Add to csmetrics.yaml:", "  tables:", *(f"    {line}" for line in lines)] if lines else []


def kinds(problems: Iterable[Problem]) -> tuple[ProblemKind, ...]:
    """The problems by kind, in the order in which the kinds first occur."""
    found: dict[tuple[str | None, ...], list[Problem]] = {}
    for problem in problems:
        row = "" if problem.row is None else None
        found.setdefault((problem.file, problem.column, problem.problem, problem.fix, row), []).append(problem)
    return tuple(ProblemKind(tuple(each)) for each in found.values())


def _without_file(problem: Problem) -> str:
    return str(problem).removeprefix(problem.file).lstrip(" ,:")


class CsmetricsError(Exception):
    """Something that you can repair: your data, your configuration or your request.

    `status` is the exit status of a command that meets it, `code` what a log calls it.
    """

    status = 1
    code = "error"


class ConfigError(CsmetricsError):
    """csmetrics.yaml has a line that is not valid."""

    code = "configuration"


class PeriodError(CsmetricsError):
    """A period is not valid, or your data do not reach it."""

    code = "period"


class UnknownNameError(CsmetricsError):
    """A metric, attribute or customer with this name does not exist."""

    status = 2
    code = "unknown_name"


class UnknownSettingError(ConfigError, UnknownNameError):
    """A name in csmetrics.yaml that does not exist."""

    status = 1


class NotScoredError(UnknownNameError):
    """A customer who exists, and has no score in the period."""

    status = 1
    code = "not_scored"


class OutputError(CsmetricsError):
    """A file cannot be written."""

    code = "output"


class StoreError(CsmetricsError):
    """The store of published figures cannot be read or written."""

    code = "store"


class MissingLibraryError(CsmetricsError):
    """An optional library is not installed."""

    code = "missing_library"


class DataError(CsmetricsError):
    """Your data cannot be used as they are.

    `problems` lists every problem found, not only the first.
    """

    code = "data"

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class NoRateError(DataError):
    """Some amounts have no exchange rate for their day."""


class FileProblemError(DataError):
    """A problem of a file as a whole: nothing of the file can be used."""

    def __init__(self, problem: Problem, *more: Problem) -> None:
        super().__init__(str(problem), [problem, *more])


def whole(
    where: Place | str, problem: str, fix: str, row: int | None = None, column: str | None = None
) -> FileProblemError:
    """The error for a problem of a file as a whole, or of its header."""
    place = where if isinstance(where, Place) else Place(where, row)
    return FileProblemError(Problem.at(place, column, None, problem, fix))


def did_you_mean(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The closest known name as a question, or nothing.

    >>> did_you_mean("chrun", ["churn", "revenue"])
    ' Did you mean churn?'
    >>> did_you_mean("weather", ["churn", "revenue"])
    ''
    >>> did_you_mean("Hirring?", ["Hiring?"])
    ' Did you mean "Hiring?"?'
    """
    folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=alike)
    if not close:
        return ""
    meant = folded[close[0]]
    return f' Did you mean "{meant}"?' if meant.endswith("?") else f" Did you mean {meant}?"


def _short(value: str, most: int = 60) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"
