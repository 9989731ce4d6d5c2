"""What customers buy, and give back."""
