"""Parts of what's said that several wishes share. Pure."""

SCORES = r"(?:results?|scores?|points|leader ?board|ranking|standings|winners?)"

SAID = "{}"
"""Stands for the name that a wish says, in the commands that can be run instead."""
