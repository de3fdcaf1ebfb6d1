"""Stores what was asked for and not found."""
