"""The league: leaderboards, and the seasons that they're split into.

- the arithmetic, pure: model
- leaderboards: commands, leaderboard (the service), pages
- seasons: season_commands, seasons (the service), season_pages; their announcements: season_posts
"""
