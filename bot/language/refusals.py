"""Refusals made where it isn't known which option is at stake, and told by who knows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.language.message import Offer, Refusal
from bot.language.text import fold


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
