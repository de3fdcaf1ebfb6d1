"""Scoring: points, ranks and results, which games and challenges share and the league adds up.

- what's counted, pure: points, ranks; what it leaves: model (a result), podium (its card)
- keeping results: store
"""
