"""Adapters: thin connections between the core and the places where people chat."""
