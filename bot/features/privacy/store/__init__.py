"""Statements across all tables that name members."""
