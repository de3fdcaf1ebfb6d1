"""Outbound: sends answers, posts and boards to Slack, within its rate limits."""
