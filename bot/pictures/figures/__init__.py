"""Figures: what a pack's small data looks like, drawn on a canvas of any card, and said in words."""
