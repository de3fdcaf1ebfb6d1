"""Lessons: comparisons, definitions, answers and tips."""
