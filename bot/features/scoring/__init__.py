"""Scoring: points, ranks and results, shared by games, challenges and the league.

- the arithmetic, pure: points, ranks; its data: model (a result), podium (the card that shows the first three)
- storing results: store
"""
