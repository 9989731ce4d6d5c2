"""Who subscribes, and what that brings in."""
