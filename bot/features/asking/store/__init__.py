"""What was asked for and not found."""
