"""Packs: their models, how they're loaded and checked, and how they're searched."""
