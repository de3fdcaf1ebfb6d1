"""Teams that last."""
