"""`versed say`: run one command through the whole core, without a chat platform."""

from bot import console
from bot.bootstrap import core
from bot.runtime.settings import Settings
from bot.terminal import SayRequest, answer


async def say(settings: Settings, request: SayRequest) -> str:
    """Return the reply to one command, or to one press, as text.

    Args:
        settings: the settings, for the packs and the database; a Versed that's using the database answers instead.
        request: the command or press.

    Raises:
        Refusal: the command was refused.
    """
    if running := await console.running(settings.database_url):
        return await console.ask(running, request)
    async with core(settings) as opened:
        return await answer(opened.application, request)
