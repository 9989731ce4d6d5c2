"""Rates of exchange: read from a file, found for a day, and applied to amounts without an error of rounding."""
