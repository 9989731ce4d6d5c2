"""What to say where MRR counts under a plan or product that its own rows do not have."""

from collections.abc import Iterator, Sequence

from csmetrics.figures.evaluate import Values
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_remarks import FileRemark

_SAID = (
    "{amount} of the MRR comes from rows of another {held}: a customer counts under the {held} of its largest row;"
    " --metric mrr_by_row divides it row by row."
)


def elsewhere_remarks(data: Dataset, values: Values, at: int, held: Sequence[str]) -> Iterator[FileRemark]:
    """A remark on the MRR of rows that have another plan or product than their customer counts under."""
    grid, table = values.grids.get("mrr_end_elsewhere"), data.table("subscriptions")
    amount = 0.0 if grid is None else float(grid[at, 1:].sum())
    if amount and table:
        text = _SAID.format(amount=f"{amount:,.2f}".removesuffix(".00"), held=" or ".join(held))
        yield FileRemark("subscriptions", table.source.file, text, tallies=("mrr_end",))
