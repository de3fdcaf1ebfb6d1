"""The tables of the league."""
