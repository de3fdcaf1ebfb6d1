"""Reviews: flashcards that come back just before they'd be forgotten."""
