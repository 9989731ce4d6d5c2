"""What winning and keeping customers costs."""
