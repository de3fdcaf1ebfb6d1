"""Packs as files of other programs."""
