"""Keeping posts: the outbox itself, what follows a post, and the posts of a schedule."""
