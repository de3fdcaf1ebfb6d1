"""The database queries of scheduling."""
