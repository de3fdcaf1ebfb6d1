"""What a refused line means in other words: another command, or what can be done instead. Pure."""

import re

from bot.features.talk.intent import Confidence, Intent
from bot.features.talk.intents import Intents
from bot.features.talk.wishes.matching import Instead, habit, wish
from bot.language import slash
from bot.language.refusals import Offer, Refusal
from bot.language.rich_text import CommandMention, text

_OF_SETTINGS = re.compile(r"settings?\s+", re.IGNORECASE)


class OtherWords:
    """Finds what people mean by lines that are refused as commands.

    Args:
        intents: finds commands in free text.
    """

    def __init__(self, intents: Intents) -> None:
        self._intents = intents
        self._by_name = {command.name: command for command in intents.catalogue}

    def meant(self, line: str, refused: Refusal, command: str = "") -> Refusal:
        """Return a refusal that says what to type for a line; the given one if that's unknown.

        Args:
            line: the line, with or without its slash.
            refused: why it's refused.
            command: the command or the group of commands that the line names; "" if there's no such command.
        """
        line = line.lstrip("/ ")
        found = habit(line)
        if found is None and not any(offer.line for offer in refused.offers):
            found = wish(line) or wish(_OF_SETTINGS.sub("", line, count=1))
        if isinstance(found, Instead):
            named = [each.line for each in found.sentence.spans if isinstance(each, CommandMention)]
            return Refusal(found.sentence, offers=[Offer(each, line=each) for each in named])
        found = found or (None if command else self._intents.find(line, {}))
        if found is None or found.command == command or found.confidence is Confidence.DOUBTFUL:
            return refused
        is_offered = any(f"{each.line} ".startswith(f"/{found.command} ") for each in refused.offers)
        return refused if is_offered else self._rather(found)

    def _rather(self, intent: Intent) -> Refusal:
        """Return the refusal that offers the command that was meant."""
        line = slash.write_briefly(self._by_name[intent.command], intent.options) or f"/{intent.command}"
        return Refusal(text("Try ", CommandMention(line), "."), offers=[Offer(line, line=line)])
