"""The sections of the page by name, in their order."""

SECTIONS = (
    "short",
    "figures",
    "revenue",
    "retention",
    "satisfaction",
    "risk",
    "economics",
    "changed",
    "data",
    "definitions",
)
