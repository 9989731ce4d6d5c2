"""Why figures are not there, each reason once."""

from collections.abc import Iterable, Mapping, Sequence

from csmetrics.figures.model import Figure
from csmetrics.output.readable import DASH
from csmetrics.output.sentences import listed, segment_name


def undefined(figures: Iterable[Figure]) -> list[str]:
    """Why there is a dash: each reason once, with the figures of the whole, or the segments, that it holds for."""
    whole: dict[str, dict[str, None]] = {}
    segments: dict[str, dict[str, None]] = {}
    found = [(figure, figure.reason or "") for figure in figures if figure.status == "undefined"]
    for figure, reason in found:
        if not figure.segment:
            whole.setdefault(reason, {})[figure.title] = None
    for figure, reason in found:
        if figure.segment and figure.title not in whole.get(reason, ()):
            segments.setdefault(reason, {})[segment_name(figure.segment)] = None
    together: dict[str, list[str]] = {}
    for reason, names in segments.items():
        together.setdefault(listed(names), []).append(reason)
    return [f"{DASH} {', '.join(titles)}: {reason}" for reason, titles in whole.items()] + [
        f"{DASH} in {names}: {'; '.join(reasons)}" for names, reasons in together.items()
    ]


def unavailable(of_whole: Mapping[str, Sequence[str]], figures: Iterable[Figure], by: Sequence[str]) -> list[str]:
    """What cannot be had and why: for the whole, then what can be had for the whole alone."""
    gone = {metric for metrics in of_whole.values() for metric in metrics}
    divided: dict[str, dict[str, None]] = {}
    for figure in figures:
        if figure.status == "unavailable" and figure.segment and figure.metric not in gone:
            divided.setdefault(figure.reason or "", {})[figure.metric] = None
    return [f"{reason}: {', '.join(metrics)} unavailable" for reason, metrics in of_whole.items()] + [
        f"{reason}: {', '.join(metrics)} not by {' and '.join(by)}" for reason, metrics in divided.items()
    ]
