"""Tallies and metrics brought together into frozen figures."""

from csmetrics.figures.model import Bounds, Figure, Remark, Report

__all__ = ["Bounds", "Figure", "Remark", "Report"]
