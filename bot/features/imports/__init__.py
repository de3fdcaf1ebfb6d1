"""Imports: files that people bring become packs of their own."""
