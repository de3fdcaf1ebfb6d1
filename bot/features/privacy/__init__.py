"""Privacy: what is held about a member, how they take it along, and how it ends."""
