"""Packs from other programs' files, and back."""
