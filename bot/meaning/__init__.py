"""Meaning: texts turned into vectors, so that what means nearly the same lies near."""
