"""Queries across all tenants."""
