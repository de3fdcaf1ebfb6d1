"""Sentences on why a post wasn't sent."""

from datetime import timedelta

from bot.language.text import counted


def too_late(window: timedelta) -> str:
    """Return why a post was skipped that was too late."""
    minutes = int(window.total_seconds()) // 60
    late = counted(minutes // 60, "hour") if minutes and not minutes % 60 else counted(minutes, "minute")
    return f"It would've been more than {late} late."


def unreadable(reference: str) -> str:
    """Return why a post failed that couldn't be read."""
    return f"It can't be read any more; tell the person who runs Versed (reference {reference})."
