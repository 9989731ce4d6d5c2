"""The bands of health and distress: what they are called, and how a picture shows them."""

from collections.abc import Mapping

from csmetrics.output.charts.model import Judged

JUDGED: Mapping[str, Judged] = {
    "at_risk": "bad", "watch": "warn", "healthy": "good", "unknown": "quiet", "distressed": "bad", "calm": "good",
}  # fmt: skip


def band_name(band: str, unknown: str = "Unknown") -> str:
    """A band as a heading; where there is room it may be said what is `unknown`.

    >>> band_name("at_risk"), band_name("unknown"), band_name("unknown", "Too little known")
    ('At risk', 'Unknown', 'Too little known')
    """
    return unknown if band == "unknown" else band.replace("_", " ").capitalize()
