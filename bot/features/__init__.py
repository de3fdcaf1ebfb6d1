"""Features: one room for each thing that a person can name."""
