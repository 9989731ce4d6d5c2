"""Sentences beside the figures: what a careful reader would point out. They never replace a figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from csmetrics.config import Config
from csmetrics.config.sections import Bounds, Threshold
from csmetrics.counting.plan import Plan
from csmetrics.figures.model import Figure, Remark
from csmetrics.metrics.catalogue import tallies_of
from csmetrics.metrics.model import Metric
from csmetrics.periods import Period
from csmetrics.subjects.surveys.score_ranges import tables_of
from csmetrics.subjects.vocabulary import find_tally
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_remarks import FileRemark

FEW_ANSWERS = 30
FEW_CUSTOMERS = 10
_COUNTS = {2: "two", 3: "three"}
_SAID = {"_responses": "answers", "review_ratings": "reviews", "comments": "comments"}  # by the tally based on


def remarks_on(
    figures: Sequence[Figure], config: Config, period: Period, coverage: Sequence[str]
) -> tuple[Remark, ...]:
    """Every remark: on how far the data reach, then in the order of the figures."""
    found: list[Remark] = []
    monthly = period.months == 1
    shown = {figure.metric for figure in figures}
    thresholds = {metric: threshold for metric, threshold in config.thresholds.items() if metric in shown}
    found += [Remark("", {}, text) for text in coverage]
    if thresholds and not monthly:
        found.append(Remark("", {}, f"Thresholds are for months: not checked for {period.name}."))
    for figure in figures:
        found += [Remark(figure.metric, figure.segment, text) for text in _on(figure)]
        empty = figure.segment and not figure.n  # nobody is in it, and there is nothing to breach
        if monthly and figure.metric in thresholds and not empty:
            for bounds in thresholds[figure.metric].bounds_of(figure.segment):
                found += _against(figure, bounds)
    if monthly:
        found += _segments_not_there(figures, thresholds)
    found += _small_segments(figures)
    return tuple(found)


def spelt_in_two_ways(by: Sequence[str], labels: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A sentence for each attribute of which some values differ in capital letters alone.

    >>> print(*spelt_in_two_ways(["country"], [("DE",), ("de",), ("US",)]))
    country: "DE" and "de" differ in capital letters alone and are two segments; values: makes them one.
    """
    said = []
    for place, name in enumerate(by):
        spellings: dict[str, list[str]] = {}
        for value in dict.fromkeys(label[place] for label in labels):
            spellings.setdefault(value.casefold(), []).append(value)
        for alike in spellings.values():
            if len(alike) > 1:
                listed, ways = " and ".join(f'"{value}"' for value in alike), _COUNTS.get(len(alike), str(len(alike)))
                text = f"differ in capital letters alone and are {ways} segments; values: makes them one."
                said.append(f"{name}: {listed} {text}")
    return tuple(said)


def with_remarks(
    figures: Sequence[Figure],
    remarks: Sequence[Remark],
    of_files: Sequence[FileRemark],
    catalogue: Mapping[str, Metric],
    config: Config,
) -> tuple[Figure, ...]:
    """The figures, each with its own remarks and with those on the files that it is counted in."""
    own: dict[tuple[str, str], list[str]] = {}
    for remark in remarks:
        if remark.metric:
            own.setdefault((remark.metric, str(dict(remark.segment))), []).append(remark.text)
    files = {name: _said_of(name, of_files, catalogue, config) for name in {figure.metric for figure in figures}}
    return tuple(
        replace(figure, remarks=(*own.get((figure.metric, str(dict(figure.segment))), ()), *files[figure.metric]))
        for figure in figures
    )


def _said_of(
    metric: str, of_files: Sequence[FileRemark], catalogue: Mapping[str, Metric], config: Config
) -> tuple[str, ...]:
    """What is remarked on the files of the tables, or on the surveys in them, that a metric is counted in."""
    return tuple(str(remark) for remark in of_files if _is_about(remark, metric, catalogue, config))


def remarks_of_files(
    of_files: Sequence[FileRemark], metrics: Iterable[str], catalogue: Mapping[str, Metric], config: Config
) -> tuple[str, ...]:
    """What a report says of files: everything, but of a survey or a tally only where a figure of it is shown."""
    shown = set(metrics)
    return tuple(
        str(remark)
        for remark in of_files
        if not (remark.survey or remark.tallies) or any(_is_about(remark, name, catalogue, config) for name in shown)
    )


def remarks_about(data: Dataset, plan: Plan, metrics: Iterable[str]) -> tuple[str, ...]:
    """What is remarked on the files that some metrics are counted in."""
    shown = set(metrics)
    return tuple(
        str(each) for each in data.remarks if any(_is_about(each, name, plan.catalogue, data.config) for name in shown)
    )


def _is_about(remark: FileRemark, metric: str, catalogue: Mapping[str, Metric], config: Config) -> bool:
    needed = [tally for name in tallies_of(metric, catalogue) if (tally := find_tally(name))]
    if remark.tallies:
        return any(tally.name in remark.tallies for tally in needed)
    if remark.survey:
        return any((tally.table, tally.survey) == (remark.table, remark.survey) for tally in needed)
    return any(remark.table in (tally.table, *tables_of(tally, config)) for tally in needed)


def is_thin(figure: Figure) -> bool:
    """Whether a score or a share rests on very few answers, reviews or comments."""
    return bool(_said(figure)) and figure.unit != "count" and 0 < (figure.n or 0) < FEW_ANSWERS


def _said(figure: Figure) -> str:
    return next((noun for end, noun in _SAID.items() if figure.based_on.endswith(end)), "")


def _on(figure: Figure) -> Iterator[str]:
    yield from _mostly_fleeting(figure)
    if figure.value is None:
        return
    if figure.metric == "clv_to_cac" and figure.value < 1 and (figure.inputs.get("cac") or 0) > 0:
        yield "A customer brings in less than it cost to win: every new customer loses money."
    if figure.metric == "crc_to_cac" and figure.value > 1:
        yield "Keeping a customer costs more than winning one."
    if is_thin(figure):
        advice = ": read it with its interval" if figure.interval else ""
        yield f"Fewer than {FEW_ANSWERS} {_said(figure)} stand behind it{advice}."


def _mostly_fleeting(figure: Figure) -> Iterator[str]:
    """Where a rate of those who paid at the opening is made of those who joined and left more than of them."""
    opening, fleeting = (figure.inputs.get(f"customers_{name}") for name in ("start", "joined_and_left"))
    if opening is not None and fleeting is not None and fleeting > opening:
        more = (
            f"{fleeting:,.0f} joined and left within the period, more than the {opening:,.0f} who paid at its opening."
        )
        yield f"{more} Without them: rules: joined_and_left: separate."


def _against(figure: Figure, bounds: Bounds) -> list[Remark]:
    """The thresholds of a figure that it breaches, and those that could not be checked."""
    breached = [Remark(figure.metric, figure.segment, text, breach=True) for text in _breaches(figure, bounds)]
    return breached + [Remark(figure.metric, figure.segment, text) for text in _unchecked(figure, bounds)]


def _unchecked(figure: Figure, bounds: Bounds) -> Iterator[str]:
    if figure.value is None:
        yield f"Its threshold was not checked: {figure.reason}."
    elif figure.change is None and (bounds.min_change is not None or bounds.max_change is not None):
        yield "Its threshold of change was not checked: there is no figure of the period before."


def _breaches(figure: Figure, bounds: Bounds) -> Iterator[str]:
    if figure.value is None:
        return
    if bounds.min is not None and figure.value < bounds.min:
        yield f"Below its threshold (min {bounds.min:g})."
    if bounds.max is not None and figure.value > bounds.max:
        yield f"Above its threshold (max {bounds.max:g})."
    if figure.change is None:
        return
    if bounds.min_change is not None and figure.change < bounds.min_change:
        yield f"Changed by less than its threshold (min_change {bounds.min_change:g})."
    if bounds.max_change is not None and figure.change > bounds.max_change:
        yield f"Changed by more than its threshold (max_change {bounds.max_change:g})."


def _segments_not_there(figures: Sequence[Figure], thresholds: Mapping[str, Threshold]) -> Iterator[Remark]:
    """Bounds of segments that could not be checked, because there are none such here."""
    segments = [figure.segment for figure in figures]
    for metric, threshold in thresholds.items():
        for attribute, bounds in threshold.segments.items():
            there = {segment.get(attribute) for segment in segments} - {None}
            missing = [value for value in bounds if value not in there]
            if not there:
                yield Remark(metric, {}, f"Its thresholds by {attribute} were not checked: add --by {attribute}.")
            elif missing:
                names = ", ".join(missing)
                yield Remark(metric, {}, f"Its thresholds for {attribute} {names} were not checked: no such segment.")


def _small_segments(figures: Iterable[Figure]) -> list[Remark]:
    """One remark for each segment whose figures rest on very few customers."""
    sizes: dict[tuple[tuple[str, str], ...], tuple[Mapping[str, str], float]] = {}
    for figure in figures:
        if figure.segment and figure.metric == "customers" and figure.n is not None:
            sizes[tuple(figure.segment.items())] = (figure.segment, figure.n)
    return [
        Remark("customers", segment, f"Fewer than {FEW_CUSTOMERS} customers: one of them moves every rate.")
        for segment, count in sizes.values()
        if count < FEW_CUSTOMERS
    ]
