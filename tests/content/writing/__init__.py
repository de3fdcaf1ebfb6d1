"""Packs as Versed writes them."""
