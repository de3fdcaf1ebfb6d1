"""Pictures: PNG cards that read well in a chat, light or dark."""
