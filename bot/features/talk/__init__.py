"""Talk: what's said to Versed in free words."""
