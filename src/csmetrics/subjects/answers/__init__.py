"""What account managers answer about a customer: a signal of health."""
