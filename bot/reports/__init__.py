"""Reports: how a learner stands, and what a team knows."""
