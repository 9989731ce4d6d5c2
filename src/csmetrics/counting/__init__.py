"""Entries added up: tallies by period and segment, of the whole or part by part."""
