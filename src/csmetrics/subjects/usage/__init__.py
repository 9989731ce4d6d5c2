"""How much customers use what they bought: a signal of health."""
