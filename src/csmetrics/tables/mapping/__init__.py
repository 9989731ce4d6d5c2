"""The rows of a file as the configuration takes them, and the columns that it works out of others."""
