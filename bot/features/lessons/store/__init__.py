"""Stores what members have read, and which tips places have been shown."""
