"""The command line: the only package that knows click, and the only one that reads the clock."""
