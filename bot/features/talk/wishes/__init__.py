"""Wishes: what people ask of Versed in words that name no command, such as “make it harder”.

Each is matched as a whole, in normalised words (see tokens.py).

- matching: finds the wish that a line makes
- granted: wishes that a command grants, because it only shows something or asks first
- posts, learners, others: wishes that no command grants, each with what can be done instead
- habits: what people type after a command because other bots take it
- words: parts of what's said that several of them share
"""
