"""Analysis: how well the questions of a pack work, what looks wrong with them, and results as files."""
