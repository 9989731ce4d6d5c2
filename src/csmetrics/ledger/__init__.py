"""Checked rows to ledger entries: what changed, for whom, in which period."""
