"""What customers said in a period: themes with what promoters and detractors say of them, and the comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from csmetrics.counting.plan import Plan
from csmetrics.errors import DataError, Problem, UnknownNameError, did_you_mean
from csmetrics.figures.choose import coverage, reached
from csmetrics.figures.model import IntervalBounds
from csmetrics.figures.people import ids_of, names_of
from csmetrics.figures.remarks import remarks_about
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.metrics.arithmetic import LEVEL, ratio, wilson
from csmetrics.metrics.satisfaction import nps
from csmetrics.periods import Period, edges, from_day_number
from csmetrics.stages import stage
from csmetrics.subjects.comments.entries import CommentEntries
from csmetrics.subjects.comments.tallies import TALLIES
from csmetrics.tables.cells import NO_SCORE
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_record import Source
from csmetrics.views.feedback.contrast import ContrastWords, contrast
from csmetrics.views.feedback.themed_comments import KINDS, ThemedComments, gather

UNTAGGED = "(untagged)"
CLASSES = ("promoters", "passives", "detractors")


@dataclass(frozen=True, slots=True)
class ThemeShare:
    """Comments with a theme among those of some people, and what share of theirs that is (None if they wrote none)."""

    comments: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """The scores that stand beside comments: how many, and NPS in points or the mean of the others (None for none)."""

    n: int
    value: float | None


@dataclass(frozen=True, slots=True)
class ThemeLine(Frozen):
    """One theme: its comments and their share of all, beside the period before; who wrote them; their scores.

    `theme` is None for the comments without a theme. `previous` and `change` (of the share) are None where nothing is
    known of the period before.
    """

    theme: str | None
    comments: int
    share: float | None
    interval: IntervalBounds | None
    previous: ThemeShare | None
    change: float | None
    among: Mapping[str, ThemeShare]
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Quote:
    """One comment: where it stands, who wrote it, beside which score; the text is None where quotes are left out."""

    day: date
    kind: str
    score: int | None
    customer_id: str | None
    name: str
    themes: tuple[str, ...]
    text: str | None
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Feedback(Frozen, Framed, view="feedback"):
    """The comments of a period: all of them, then theme by theme, most comments first, those without a theme last.

    `themes` are the words looked for, `standard` tells that none were declared. With `theme` the words and the
    `quotes` are of that theme alone. Quotes are the newest first and may be the first few of `count`.
    """

    period: Period
    previous_period: Period
    themes: Mapping[str, tuple[str, ...]]
    standard: bool
    languages: tuple[str, ...]
    theme: str | None
    whole: ThemeLine
    lines: tuple[ThemeLine, ...]
    words: ContrastWords
    quoted: bool
    count: int
    quotes: tuple[Quote, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    chosen: str = ""  # why it is this period, where nobody named one


@stage("explain")
def find_feedback(
    data: Dataset, plan: Plan, theme: str | None = None, limit: int | None = None, *, quotes: bool = True
) -> Feedback:
    """What was said in a period; `theme` is one of the themes, or "(untagged)" for the comments without one."""
    settings, periods = data.config.feedback, plan.periods
    themes = settings.themes_in_force
    said = gather(data, edges(periods), themes)
    now, before = said.within(2), said.within(1) if len(reached(data, periods)) > 1 else None
    chosen = now if theme is None else now.take(now.about(None if theme == UNTAGGED else theme))
    named = [_line(each, now, before) for each in themes]
    return Feedback(
        period=periods[1],
        previous_period=periods[0],
        themes=themes,
        standard=not settings.themes,
        languages=settings.languages,
        theme=theme,
        whole=_counted(
            None, np.ones(len(now), dtype=bool), now, None if before is None else ThemeShare(len(before), None)
        ),
        lines=(*sorted(named, key=lambda line: (-line.comments, line.theme or "")), _line(None, now, before)),
        words=contrast(chosen),
        quoted=quotes,
        count=len(chosen),
        quotes=tuple(_quotes(data, chosen, limit, quotes=quotes)),
        notes=(*coverage(data, reached(data, periods)[0], periods[1]), *remarks_about(data, plan, ["comments"])),
        problems=data.problems,
        sources=data.sources,
        chosen=plan.chosen,
    )


def refuse_unsaid(data: Dataset, theme: str | None) -> None:
    """Raise DataError where nobody wrote anything, UnknownNameError for a theme that there is not."""
    themes = data.config.feedback.themes_in_force
    if without := CommentEntries.lack(data, TALLIES[0]):
        raise DataError(f"There are no comments: {without}. Add either.")
    if theme is not None and theme not in themes and theme != UNTAGGED:
        hint = did_you_mean(theme, [*themes, UNTAGGED]) or f" There are {', '.join(themes)} and {UNTAGGED}."
        raise UnknownNameError(f"No theme is called {theme}.{hint}")


def _line(theme: str | None, now: ThemedComments, before: ThemedComments | None) -> ThemeLine:
    earlier = None
    if before is not None:
        count = int(before.about(theme).sum())
        earlier = ThemeShare(count, _share(count, len(before)))
    return _counted(theme, now.about(theme), now, earlier)


def _counted(theme: str | None, chosen: np.ndarray, now: ThemedComments, earlier: ThemeShare | None) -> ThemeLine:
    """What is to be said of some of the comments of a period."""
    count = int(chosen.sum())
    share = _share(count, len(now))
    change = None if share is None or earlier is None or earlier.share is None else share - earlier.share
    low, high = wilson(count, len(now))
    among = {
        name: ThemeShare(int((chosen & (now.nps_class == code)).sum()), _share_of(chosen, now.nps_class == code))
        for code, name in enumerate(CLASSES)
    }
    bounds = None if share is None else IntervalBounds(float(low), float(high), LEVEL, "Wilson")
    return ThemeLine(theme, count, share, bounds, earlier, change, among, _scores(chosen, now))


def _scores(chosen: np.ndarray, now: ThemedComments) -> dict[str, Score]:
    """Scores by kind, for no two kinds share a scale."""
    scored = chosen & (now.score != NO_SCORE)
    found = {}
    for code, kind in enumerate(KINDS):
        scores = now.score[scored & (now.kind == code)].astype(np.int64)
        found[kind] = Score(len(scores), _number(ratio(scores.sum(), len(scores))))
    promoters, _, detractors = (int((chosen & (now.nps_class == code)).sum()) for code in range(len(CLASSES)))
    return found | {"nps": Score(found["nps"].n, _number(nps(promoters, detractors, found["nps"].n)))}


def _quotes(data: Dataset, said: ThemedComments, limit: int | None, *, quotes: bool) -> list[Quote]:
    """The newest comments; those of one day by file, customer, score and text, not by the order of the rows."""
    newest = said if limit is None else said.take(_newest(said.day, limit))
    texts = newest.text.to_pylist()
    ids: list[str | None] = [None] * len(newest)
    for number, table in enumerate(newest.tables):
        known = np.flatnonzero((newest.table == number) & (newest.customer >= 0))
        checked = data.table(table)
        if checked and len(known):
            for at, identity in zip(known, ids_of(checked, newest.customer[known]), strict=True):
                ids[at] = identity
    names = names_of(data, sorted({identity for identity in ids if identity is not None}))
    order = sorted(range(len(newest)), key=lambda at: (
        -newest.day[at], newest.table[at], newest.kind[at], ids[at] or "", newest.score[at], texts[at], newest.row[at],
    ))  # fmt: skip
    places = [data.tables[table].places for table in newest.tables]
    return [
        Quote(
            from_day_number(newest.day[at]), KINDS[newest.kind[at]], _score(newest.score[at]), ids[at],
            names.get(ids[at] or "", ""), newest.themes_of(at), texts[at] if quotes else None,
            place.file, place.row or 0,
        )
        for at in order[:limit]
        for place in [places[newest.table[at]].locate(int(newest.row[at]))]
    ]  # fmt: skip


def _newest(day: np.ndarray, limit: int) -> np.ndarray:
    """Which are of a day so new that they can be among the newest few."""
    if len(day) <= limit or limit == 0:
        return np.full(len(day), limit > 0)
    return day >= np.partition(day, len(day) - limit)[len(day) - limit]


def _score(score: int) -> int | None:
    return None if score == NO_SCORE else int(score)


def _share(count: int, of: int) -> float | None:
    return _number(ratio(count, of))


def _share_of(chosen: np.ndarray, those: np.ndarray) -> float | None:
    return _share(int((chosen & those).sum()), int(those.sum()))


def _number(value: object) -> float | None:
    number = float(value)  # type: ignore[arg-type]
    return None if np.isnan(number) else number
