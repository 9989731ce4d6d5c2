"""How customers are: their health and distress."""
