"""Progress: how a learner stands, and how a team does."""
