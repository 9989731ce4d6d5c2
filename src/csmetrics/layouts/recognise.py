"""Which export a file is, by its header alone."""

import re
from collections.abc import Mapping, Sequence

from csmetrics.layouts.model import Layout, by_name


def candidates(header: Sequence[str], layouts: Mapping[str, Layout]) -> list[Layout]:
    """The layouts that a header may be of, the best first: those of which every required column is there.

    >>> from csmetrics.layouts.registry import layouts
    >>> header = ["#", "How likely are you to recommend us?", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    >>> [layout.title for layout in candidates(header, layouts())]
    ["Typeform's responses export"]
    """
    found = [layout for layout in layouts.values() if fits(layout, header)]
    return sorted(found, key=lambda layout: (layout.tier != "exact", -_shared(layout, header)))


def recognised(header: Sequence[str], layouts: Mapping[str, Layout]) -> Layout | None:
    """The one export whose header is unmistakable; None where there is none, or where it could be two."""
    best = [layout for layout in candidates(header, layouts) if layout.tier == "exact"]
    if not best or (len(best) > 1 and _shared(best[0], header) == _shared(best[1], header)):
        return None
    return best[0]


def fits(layout: Layout, header: Sequence[str]) -> bool:
    """Whether every column by which an export is known is there; of some none is known."""
    return bool(layout.header.required) and not lacking(layout, header)


def lacking(layout: Layout, header: Sequence[str]) -> list[str]:
    """The columns by which an export is known that a header does not have; of a survey, a question it must ask."""
    absent = [column for column in layout.header.required if layout.found(column, header) is None]
    asked = [each for each in layout.questions if each.required]
    unknown = layout.unknown(header)
    return absent + [
        f"a question like {each.asks}" for each in asked if not any(asks(each.asks, name) for name in unknown)
    ]


def asks(pattern: str, header: str) -> bool:
    """Whether a header is a question of certain words; case and line ends do not matter.

    >>> asks("how likely.*recommend", "On a scale, HOW LIKELY is it that you would recommend us?")
    True
    """
    return re.search(pattern, " ".join(header.split()), re.IGNORECASE) is not None


def _shared(layout: Layout, header: Sequence[str]) -> int:
    return sum(name in layout.known for name in by_name(header))
