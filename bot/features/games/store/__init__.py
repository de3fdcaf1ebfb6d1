"""What games keep."""
