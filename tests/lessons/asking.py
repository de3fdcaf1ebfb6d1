"""People who ask, for tests of lessons."""

from datetime import UTC, datetime, timedelta

from bot.call import Asker
from bot.people import PLAYGROUND, Member, Place

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def asker(name: str = "Ana", place: str = "general", minute: int = 0) -> Asker:
    """Somebody in a channel of the playground, so many minutes after nine."""
    return Asker(PLAYGROUND, Place(place, f"#{place}"), Member(name.lower(), name), NOW + timedelta(minutes=minute))
