"""How many people must stand behind what others are told about a team, so that it gives nobody away. Pure."""

FEWEST = 5
"""Minimum number of people behind a figure, or behind a question that's shown because people asked it."""
