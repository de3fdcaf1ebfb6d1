"""Inbound: receives the gateway's events, and has the core serve them."""
