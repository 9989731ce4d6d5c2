"""Contracts that came up for renewal, and whether they were renewed."""
