"""Inbound: receives Slack's requests over HTTP or Socket Mode, and has the core serve them."""
