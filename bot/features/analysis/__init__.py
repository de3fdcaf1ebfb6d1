"""What works: how the questions of a pack were answered, what's odd about that, and results as files."""
