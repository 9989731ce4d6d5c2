"""What is counted, a folder each: which tallies there are of it, and the entries that they add up."""
