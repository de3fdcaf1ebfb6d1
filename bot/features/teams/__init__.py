"""Teams that last beyond a game."""
