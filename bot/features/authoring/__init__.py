"""Writing packs in the chat: items by forms, suggestions by anyone, and reports that something is wrong."""
