"""What progress reads: the sums of a team, and the days on which a learner learned."""
