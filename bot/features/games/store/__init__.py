"""The database queries of games."""
