"""Outbound: sends answers, posts and boards to Discord, within its rate limits.

- requests: rest, keeping to the limits with pace and breaker; failures (its errors), wire (JSON)
- a message: render (pages), lines (text), mentions, escape; message_body (the JSON around it), seal (where a private
  question was asked)
- posts: port, conversations (with one person), following (threads and pins)
- whether the bot may post: access, rights
- live games: boards
"""
