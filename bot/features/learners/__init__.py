"""Learners: who someone is across platforms, what they've chosen, and what they're told."""
