"""What comes from Discord: the gateway, and what its events ask of the core."""
