"""Discord: receives events (inbound), sends messages (outbound), and shares the work among processes (shards)."""
