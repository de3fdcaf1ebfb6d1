"""Reads a team's sums, and the days on which a learner learned."""
