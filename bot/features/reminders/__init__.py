"""Reminders: a private note on days when flashcards are due, for learners who ask for it."""
