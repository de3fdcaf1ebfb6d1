"""Finding the channel that someone picked or typed."""

from collections.abc import Mapping

from bot.language.people import Place
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.text import clean, fold

HERE = "here"
"""The word for the channel that someone is in."""

CHANNEL = "channel"
"""The name of options that take a channel."""


def channel_named(asker: Asker, typed: str, known: Mapping[str, str]) -> Place:
    """Return the channel that someone picked or typed: one confirmed by the platform, or a known name.

    Args:
        asker: who named it; the channel they're in is known.
        typed: what they picked or typed.
        known: the ids of other channels, by name.

    Raises:
        Refusal: no channel matches.
    """
    if (resolved := Place.read(typed)) is not None:
        return resolved
    channels = {name: Place(place, name) for name, place in known.items()}
    if not asker.place.direct:
        channels |= {asker.place.name: asker.place, HERE: asker.place}
    name_wanted = fold(clean(typed)).lstrip("#")
    for name, place in channels.items():
        if fold(name).lstrip("#") == name_wanted:
            return asker.place if place.id == asker.place.id else place
    sentence = f"I don't know the channel “{clean(typed)[:40]}”; run this in that channel with channel:here."
    raise Refusal(sentence, option=CHANNEL)
