"""What challenges keep."""
