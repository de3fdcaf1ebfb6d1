"""Finding things in packs: by name, by words and by what's meant."""
