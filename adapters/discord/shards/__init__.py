"""Shards: which of them this process serves, and each one's connections to the gateway."""
