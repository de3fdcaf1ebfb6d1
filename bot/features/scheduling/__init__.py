"""Scheduling: posts that recur, which days they're due, and what they say."""
