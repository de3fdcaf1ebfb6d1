"""Stores learners' decks, cards and reviews."""
