"""Refusals: requests that are turned down, with a sentence that says what to do, and with alternatives."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.language.controls import Button, Buttons
from bot.language.message import Message, message
from bot.language.rich_text import Line, in_words, parts, text
from bot.language.text import fold


@dataclass(frozen=True, slots=True)
class Offer:
    """An alternative to what was refused, which can be run as it is.

    Args:
        label: the text on its button.
        value: another value for the option that's to blame; the rest stays as it was typed.
        line: a complete command with its slash, instead of a value.
    """

    label: str
    value: str = ""
    line: str = ""


class Refusal(Exception):
    """A request is turned down. The same refusal may be raised to several people, so it's immutable.

    Args:
        line: a sentence for the person: what was wrong, and what to do.
        option: the name of the option that's to blame; "" if it isn't an option.
        offers: alternatives, best first.
        buttons: the offers to one person as buttons; the application makes them.
    """

    def __init__(
        self, line: Line, *, option: str = "", offers: Iterable[Offer] = (), buttons: Iterable[Button] = ()
    ) -> None:
        self.sentence = in_words(line)
        super().__init__(self.sentence)
        self.line = line
        self.option = option
        self.offers = tuple(offers)
        self.buttons = tuple(buttons)

    def offering(self, buttons: Iterable[Button]) -> "Refusal":
        """Return the same refusal with buttons for one person."""
        return Refusal(self.line, option=self.option, offers=self.offers, buttons=buttons)

    @property
    def said(self) -> Message:
        """Return it as a message to the person who asked."""
        buttons = [Buttons(self.buttons)] if self.buttons else []
        return message(text(*parts(self.line)), *buttons, private=True)


def values(names: Iterable[str]) -> list[Offer]:
    """Return offers of values whose labels are the values themselves."""
    return [Offer(name, name) for name in names]


@contextmanager
def blaming(option: str, typed: str = "", part: str = "") -> Iterator[None]:
    """Attribute refusals within the block to an option.

    Args:
        option: the option's name.
        typed: the option's whole value, if the block only handles a part of it.
        part: that part, in any case; offers replace it, and the rest of the value stays.
    """
    try:
        yield
    except Refusal as refused:
        is_part = bool(typed) and fold(typed) != fold(part)
        offers = _instead_of(part, typed, refused.offers) if is_part else refused.offers
        raise Refusal(refused.line, option=option, offers=offers) from refused


def _instead_of(part: str, typed: str, offers: Iterable[Offer]) -> Iterator[Offer]:
    """Yield offers for the whole value, made from offers for a part of it; offers of whole commands stay."""
    begins = fold(typed).rfind(fold(part)) if len(fold(typed)) == len(typed) else -1
    for offer in offers:
        if offer.line:
            yield offer
        elif begins >= 0 and part:
            yield replace(offer, value=f"{typed[:begins]}{offer.value}{typed[begins + len(fold(part)) :]}")
