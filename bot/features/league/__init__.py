"""The league: leaderboards, and the seasons that they're split into.

- what adds up to what, pure: model
- leaderboards: commands, leaderboard (the service), pages
- seasons: season_commands, seasons (the service), season_pages; what they post: season_posts
"""
