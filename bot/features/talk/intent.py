"""Intent: a command that someone asks for in free text, with a confidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.language.refusals import Refusal


class Confidence(StrEnum):
    """How sure it is that a line asks for a command."""

    SURE = "sure"
    """The command's reply is the answer, even if it's a refusal."""
    LIKELY = "likely"
    """If the command refuses, treat the line as a question."""
    DOUBTFUL = "doubtful"
    """Treat the line as a question; run the command only if there's no answer."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A command that someone asks for.

    Args:
        command: the command's name.
        options: raw values by option name, as typed.
        confidence: how sure it is that this was meant.
        text: the line, in case it was a question.
        refusal: why the command can't accept the line; None if it can.
    """

    command: str
    options: Mapping[str, str] = field(default_factory=dict)
    confidence: Confidence = Confidence.SURE
    text: str = ""
    refusal: Refusal | None = None
