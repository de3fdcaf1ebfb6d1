"""Discord: events in (client, interactions), messages out (render, reply), posting (port)."""
