"""What reviews keep."""
