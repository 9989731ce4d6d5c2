"""Pictures to be looked at one by one: in a notebook, or as files."""

from collections.abc import Iterable
from pathlib import Path

from csmetrics.output.charts.model import Waterfall
from csmetrics.output.html import fragment
from csmetrics.output.html.svg_file import alone
from csmetrics.output.rich_blocks import Beside, Picture


class Plot:
    """The pictures of a result, most often one. A notebook shows them; `str()` is the SVG; `plot[1]` is the second.

    >>> from csmetrics.output.charts.model import Sparkline
    >>> plot = Plot([Picture(Sparkline("MRR: 100 in May, 120 in June", (100, 120)), "MRR rose by 20")])
    >>> plot, len(plot), str(plot)[:5]
    (<Plot of 1 picture: MRR rose by 20>, 1, '<svg ')
    """

    def __init__(self, pictures: Iterable[Picture]) -> None:
        self.pictures = tuple(pictures)

    def __len__(self) -> int:
        """How many pictures there are."""
        return len(self.pictures)

    def __getitem__(self, at: int) -> "Plot":
        """One of them."""
        return Plot([self.pictures[at]])

    def __str__(self) -> str:
        """The SVG, one picture after another."""
        return "\n".join(alone(picture.chart) for picture in self.pictures)

    def __repr__(self) -> str:
        """How many there are, and what the first one finds."""
        count = "1 picture" if len(self) == 1 else f"{len(self)} pictures"
        return f"<Plot of {count}: {self.pictures[0].title or self.pictures[0].chart.label}>"

    def save(self, path: str | Path) -> None:
        """Write the SVG to a file. Raises ValueError where there are several: `plot[0].save(...)`."""
        if len(self) != 1:
            raise ValueError(f"There are {len(self)} pictures, and a file holds one: plot[0].save({str(path)!r})")
        Path(path).write_text(f"{self}\n", encoding="utf-8")

    def _repr_svg_(self) -> str | None:
        """The SVG of one picture; of several there is only the page."""
        return str(self) if len(self) == 1 else None

    def _repr_html_(self) -> str:
        """The pictures with what they find and their numbers."""
        wide = tuple(each for each in self.pictures if isinstance(each.chart, Waterfall))
        rest = tuple(each for each in self.pictures if each not in wide)
        return fragment((*wide, Beside(rest)) if rest else wide)
