"""Requests for help: their scores are of CSAT."""
