"""Parts of what's said that several wishes share. Pure."""

SCORES = r"(?:results?|scores?|points|leader ?board|ranking|standings|winners?)"

KIND = "{kind}"
"""Stands for the kind of post that a wish names, or else a tip."""

AT = "{at}"
"""Stands for the hour to suggest for the part of a day that a wish names, or for any."""

DAYS = "{days}"
"""Stands for the days that a wish names."""

SAID = "{}"
"""Stands for the name that a wish says, in the commands that can be run instead."""
