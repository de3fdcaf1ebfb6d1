"""Lasting teams, which exist beyond a single game."""
