"""The database queries of delivery: the outbox, the followers of posts, and the posts of a schedule."""
