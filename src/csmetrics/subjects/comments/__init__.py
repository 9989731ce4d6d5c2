"""What customers write, by theme."""
