"""Figures: a pack's small data sets, drawn on any card's canvas, and described in words."""
