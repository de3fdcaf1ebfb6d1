"""Inbound: receives the gateway's events, and has the core serve them.

- the connection: client (one shard), endpoint (the API's address), gateway (its events), starts (when to connect)
- what the gateway's cache knows: servers
- interactions: event, targets, readable and typed_command parse them; interactions has the core serve them; reply
  answers; modal shows forms and parses what's entered
- messages: message_event parses them, claims decides which replica answers, messages has the core serve them,
  answers replies
- commands: tree (as Discord wants them), sync (registers them)
- a guess at someone's time zone: locales
"""
