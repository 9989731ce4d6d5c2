"""The exports of other systems: one YAML each, how they are known by their header, and how they become our tables."""

from pathlib import Path

EXPORTS = Path(__file__).parent / "exports"
NAMES = tuple(sorted(path.stem for path in EXPORTS.glob("*.yaml")))
"""The layouts of the package. A new one is a file in that folder."""
