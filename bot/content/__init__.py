"""Packs: what they may hold, how they are loaded and checked, and how things are found in them."""
