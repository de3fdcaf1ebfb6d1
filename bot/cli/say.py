"""`versed say`: one command through the whole core, without a chat platform."""

from datetime import UTC, datetime

from bot.bootstrap import core
from bot.catalogue import CATALOGUE
from bot.language.message import Message, Refusal
from bot.language.people import PLAYGROUND, Place, local_member
from bot.language.requests import Asker, Call, Pressed
from bot.language.slash import read
from bot.language.text import clean, fold
from bot.runtime.settings import Settings


async def say(settings: Settings, typed: str, *, name: str, channel: str, press: str | None) -> Message:
    """The reply to one command, or to one press.

    Args:
        settings: where the packs and the database are.
        typed: the command with its slash; with a press, what is typed into its form.
        name: who speaks.
        channel: where, with or without the #.
        press: the id of a button to press, or None.

    Raises:
        Refusal: the command or the press cannot be answered.
    """
    place = fold(clean(channel).removeprefix("#")) or "general"
    asker = Asker(PLAYGROUND, Place(place, f"#{place}"), local_member(name), datetime.now(UTC))
    if press is None and not clean(typed).startswith("/"):
        raise Refusal('Commands start with a slash; try: versed say "/help"')
    async with core(settings) as app:
        if press is not None:
            return await app.application.press(Pressed(asker, press, typed))
        command, options = read(typed, CATALOGUE)
        return await app.application.serve(Call(asker, command, options))
