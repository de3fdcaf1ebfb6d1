"""Publishes a game's boards in all its channels, each at its own pace."""

import asyncio
from collections.abc import Mapping

from bot.features.games.channel_boards import ChannelBoards, Publishing
from bot.features.games.model import Venue
from bot.language.people import platform_of
from bot.language.port import Boards


class Publisher:
    """Keeps one game's boards up to date in all its channels.

    Args:
        publishing: what publishing the game takes.
        boards: the platforms' Boards, by platform.
    """

    def __init__(self, publishing: Publishing, boards: Mapping[str, Boards]) -> None:
        self._publishing = publishing
        self._boards = boards
        self._places: dict[tuple[str, str], ChannelBoards] = {}

    def open(self, venue: Venue) -> None:
        """Start to publish in a channel."""
        boards = self._boards.get(platform_of(venue.tenant))
        if boards is not None and (venue.tenant, venue.place) not in self._places:
            self._places[venue.tenant, venue.place] = ChannelBoards(self._publishing, venue, boards)

    def draw(self, board: str) -> None:
        """Update a board in all channels soon."""
        for place in self._places.values():
            place.draw(board)

    def draw_still(self, board: str) -> None:
        """Update a board in the channels of platforms that don't animate countdowns."""
        for place in self._places.values():
            if not place.counts_down:
                place.draw(board)

    def refusal(self) -> str | None:
        """Return why the bot may not post in one of the channels; None if it may, or nothing is known."""
        return next((place.refusal for place in self._places.values() if place.refusal is not None), None)

    def gone(self) -> frozenset[tuple[str, str]]:
        """Return the channels that don't exist any more, by tenant and place."""
        return frozenset(where for where, place in self._places.items() if place.is_gone)

    async def finish(self, seconds: float) -> None:
        """Wait until all boards are up to date, up to the given number of seconds."""
        waiting = [asyncio.create_task(place.idle.wait()) for place in self._places.values()]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=seconds)
            for task in late:
                task.cancel()

    async def close(self) -> None:
        """Stop publishing."""
        tasks = [place.task for place in self._places.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
