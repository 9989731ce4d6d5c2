"""Which figures of a report one sees: the headlines and whatever is remarkable, sections, or all of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from csmetrics.figures.model import Report
from csmetrics.groups import GROUPS, HEADLINE
from csmetrics.output.phrases import joined
from csmetrics.output.sentences import count_of

SHORT = len(HEADLINE)  # a report of no more figures than that shows them all
FEW = 5  # so many figures that cannot be had are named
_REASONS = 3


@dataclass(frozen=True, slots=True)
class ReportSelection:
    """A report of the figures that one sees, and the lines that say what else there is and how to see it."""

    report: Report
    more: tuple[str, ...] = ()


def shown_of(report: Report, sections: Collection[str] = (), *, every: bool = False) -> ReportSelection:
    """The figures of the sections asked for, or `every` one; else the headlines and whatever is remarkable."""
    had = {figure.metric: figure.group for figure in report.figures if figure.status != "unavailable"}
    if every or not had:
        return ReportSelection(report)
    if sections:
        return _narrowed(report, had, [name for name, group in had.items() if group in sections], sections)
    few = sum(map(len, report.unavailable.values())) <= FEW
    return _narrowed(report, had, _first(report, had), GROUPS if few else ())


def _first(report: Report, had: Mapping[str, str]) -> list[str]:
    """The headline figures, those with a remark of their own, and what is undefined in a group that is shown.

    A breached threshold is a remark. A remark on a file, which holds for many figures, makes none of them remarkable.
    """
    remarked = {remark.metric for remark in report.remarks}
    names = {name for name in had if name in HEADLINE or name in remarked}
    if len(had) <= SHORT or not names:
        return list(had)
    groups = {had[name] for name in names}
    names |= {
        figure.metric
        for figure in report.figures
        if figure.status == "undefined" and not figure.segment and figure.group in groups
    }
    return [name for name in had if name in names]


def _narrowed(report: Report, had: Mapping[str, str], names: Sequence[str], named: Collection[str]) -> ReportSelection:
    """The report of some figures; those that cannot be had are `named` in some groups, and counted in the others."""
    rest = {name: group for name, group in had.items() if name not in names}
    groups = {figure.metric: figure.group for figure in report.figures}
    lacking = {
        reason: tuple(name for name in metrics if groups.get(name) in named)
        for reason, metrics in report.unavailable.items()
    }
    gone = {reason: len(metrics) - len(lacking[reason]) for reason, metrics in report.unavailable.items()}
    remarks = tuple(remark for remark in report.remarks if remark.metric not in rest)
    kept = replace(
        report,
        figures=tuple(figure for figure in report.figures if figure.metric in names),
        remarks=remarks,
        unavailable={reason: metrics for reason, metrics in lacking.items() if metrics},
    )
    return ReportSelection(kept, tuple(_more(rest, gone, len(report.remarks) - len(remarks))))


def _more(rest: Mapping[str, str], gone: Mapping[str, int], remarks: int) -> Iterator[str]:
    """What is not shown: figures, remarks on them, and figures that cannot be had."""
    if rest:
        groups = joined([group for group in GROUPS if group in rest.values()], "or")
        remarked = f", with {count_of(remarks, 'remark')}" if remarks else ""
        yield f"{count_of(len(rest), 'more figure')}{remarked}: --all, or --section {groups}"
    if reasons := sorted((reason for reason, count in gone.items() if count), key=lambda reason: -gone[reason]):
        others = [count_of(len(reasons) - _REASONS, "more reason")] if len(reasons) > _REASONS else []
        why = "; ".join(reasons[:_REASONS] + others)
        yield f"{count_of(sum(gone.values()), 'figure')} unavailable ({why}): --all says which"
