"""Decks from Anki, as .apkg and .colpkg, in all their versions."""
