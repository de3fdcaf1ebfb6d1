"""Writing packs in the chat."""
