"""The league: leaderboards, and the seasons that they're split into."""
