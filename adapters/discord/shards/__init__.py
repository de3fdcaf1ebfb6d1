"""Shards: decides which of them this process serves, and connects them to the gateway."""
