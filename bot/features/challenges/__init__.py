"""Challenges: a quiz that a channel takes, everyone in their own time, until it closes."""
