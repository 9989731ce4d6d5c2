"""The exports of other systems: one YAML each, how they are known by their header, and how they become our tables."""

from pathlib import Path

EXPORTS = Path(__file__).parent / "exports"
NAMES = tuple(sorted(path.stem for path in EXPORTS.glob("*.yaml")))
"""The layouts of the package. A new one is a file in that folder."""
OWN = ".layout.yaml"
"""How the name of a layout ends that lies in a folder: billing.layout.yaml is the layout billing."""


def own_layouts(folder: Path | None) -> list[Path]:
    """The files of layouts in a folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(OWN)) if folder else []
    except OSError:  # no folder, or one that may not be entered: whoever reads the tables will say
        return []
