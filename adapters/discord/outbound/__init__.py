"""Outbound: sends answers, posts and boards to Discord, within its rate limits."""
