"""Workspaces: installations, members, channels and groups, and the platform that puts all parts together.

- all of the adapter: platform; its set-up: manifest, doctor
- installations: installations, grace (after a token stopped working), workspace (one of them), token_encryption
- adding Versed by OAuth: oauth, oauth_states, oauth_tokens
- people and places: members, groups, channels, presence (who is in which channel), access (whether the bot may post)
- home (App Home), greetings
"""
