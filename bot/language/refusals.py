"""Refusals: requests that are turned down, in a sentence that says what to do, and with what would do instead."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.language.controls import Button, Buttons
from bot.language.message import Message, message
from bot.language.rich_text import Line, in_words, parts, text
from bot.language.text import fold


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that would do instead of what was refused, and can be run as it stands.

    Args:
        label: what its button says.
        value: for the option that's to blame; everything else stays as it was typed.
        line: a whole command with its slash, where no value would do.
    """

    label: str
    value: str = ""
    line: str = ""


class Refusal(Exception):
    """A request that is turned down; it may be raised to several people, so it isn't changed once it's made.

    Args:
        said: for the person: what was wrong, what to do.
        option: what's to blame, by its name; "" if it's no option.
        offers: what would do instead, best first.
        buttons: what's offered to one person, ready to press; the application makes them.
    """

    def __init__(
        self, said: Line, *, option: str = "", offers: Iterable[Offer] = (), buttons: Iterable[Button] = ()
    ) -> None:
        self.sentence = in_words(said)
        super().__init__(self.sentence)
        self.line = said
        self.option = option
        self.offers = tuple(offers)
        self.buttons = tuple(buttons)

    def offering(self, buttons: Iterable[Button]) -> "Refusal":
        """Return the same refusal, to one person, with what's offered to them."""
        return Refusal(self.line, option=self.option, offers=self.offers, buttons=buttons)

    @property
    def said(self) -> Message:
        """Return it as a message, for the one who asked."""
        buttons = [Buttons(self.buttons)] if self.buttons else []
        return message(text(*parts(self.line)), *buttons, private=True)


def values(names: Iterable[str]) -> list[Offer]:
    """Offer values that are shown as they're typed."""
    return [Offer(name, name) for name in names]


@contextmanager
def blaming(option: str, typed: str = "", part: str = "") -> Iterator[None]:
    """Say which option is to blame for a refusal in this block.

    Args:
        option: its name.
        typed: all that was typed for it, if the block looks at a part alone.
        part: that part, in any case; an offer takes its place, and the rest of what was typed stays.
    """
    try:
        yield
    except Refusal as refused:
        is_part = bool(typed) and fold(typed) != fold(part)
        offers = _instead_of(part, typed, refused.offers) if is_part else refused.offers
        raise Refusal(refused.line, option=option, offers=offers) from refused


def _instead_of(part: str, typed: str, offers: Iterable[Offer]) -> Iterator[Offer]:
    """Yield offers for all of what was typed, from offers for a part of it; those for whole commands stay."""
    begins = fold(typed).rfind(fold(part)) if len(fold(typed)) == len(typed) else -1
    for offer in offers:
        if offer.line:
            yield offer
        elif begins >= 0 and part:
            yield replace(offer, value=f"{typed[:begins]}{offer.value}{typed[begins + len(fold(part)) :]}")
