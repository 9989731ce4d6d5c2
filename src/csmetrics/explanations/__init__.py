"""One figure traced to its formula, its tallies, the customers and the rows of the files."""
