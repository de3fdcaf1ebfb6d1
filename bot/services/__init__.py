"""The features' services in groups, each built on those above; `commands` handle a group's commands and presses.

- what all use: common
- packs and their authors: packs
- learning by oneself, with others: learning, games
- what's posted on a schedule: posts
- teams, settings, privacy; home and help: people
"""
