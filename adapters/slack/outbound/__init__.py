"""Outbound: sends answers, posts and boards to Slack, within its rate limits.

- requests: api, queue (the rate limits)
- a message: pages, blocks, controls, tables; texts and rich_text (text in blocks), mentions, escape;
  limits (of all that)
- pictures and files: uploads, late_pictures
- posts: port, direct (to one person), post_errors
- live games: boards, edit_budget (how often they may change)
"""
