"""Customer-success metrics from a folder of CSVs, each figure with its definition and the rows behind it."""

__version__ = "0.1.0"
