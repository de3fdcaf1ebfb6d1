"""What packs look like that were written."""
