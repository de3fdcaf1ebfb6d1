"""What an intent is: a command that someone asks for, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.language.refusals import Refusal


class Confidence(StrEnum):
    """How sure it is that a line asks for a command."""

    SURE = "sure"
    """What the command says to it is the answer, even if it's a refusal."""
    LIKELY = "likely"
    """If the command refuses, it may have been a question."""
    DOUBTFUL = "doubtful"
    """It's a question, unless nobody knows an answer."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A command that someone asks for.

    Args:
        command: its name.
        options: raw values by option name, as typed.
        certainty: how sure that is.
        text: what was said, in case that it was a question.
        refusal: why the command can't take what was said; None if it can.
    """

    command: str
    options: Mapping[str, str] = field(default_factory=dict)
    certainty: Confidence = Confidence.SURE
    text: str = ""
    refusal: Refusal | None = None
