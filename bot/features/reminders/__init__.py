"""Reminders: a private message on days when flashcards are due, for learners who ask for it."""
