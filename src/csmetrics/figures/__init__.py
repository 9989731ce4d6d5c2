"""Tallies and metrics brought together into frozen figures."""

from csmetrics.figures.model import Figure, IntervalBounds, Remark, Report

__all__ = ["Figure", "IntervalBounds", "Remark", "Report"]
