"""The one catalogue of commands: name, options, who may use it, what serves it."""

from collections.abc import Sequence

from bot.call import Call, Command, Completion, Pressed, Suggestion
from bot.message import Message


class Commands:
    """Serves every command and every press, whatever platform they come from (being built)."""

    @property
    def catalogue(self) -> Sequence[Command]:
        """All commands, in the order in which help lists them."""
        raise NotImplementedError

    async def serve(self, call: Call) -> Message:
        """Answer a command. Raises Refusal."""
        raise NotImplementedError

    async def press(self, pressed: Pressed) -> Message:
        """Answer a press. Raises Refusal."""
        raise NotImplementedError

    async def complete(self, completion: Completion) -> list[Suggestion]:
        """Up to 25 suggestions for a half-typed option, best first."""
        raise NotImplementedError
