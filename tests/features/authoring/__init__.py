"""Packs of tenants."""
