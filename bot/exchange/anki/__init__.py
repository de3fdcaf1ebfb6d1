"""Read Anki's decks and collections, .apkg and .colpkg, in all versions."""
