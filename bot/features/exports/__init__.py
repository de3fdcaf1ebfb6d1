"""Exports: packs as files, for people and other programs."""
