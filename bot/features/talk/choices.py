"""Choices: finds the option that someone typed, as “B”, “option 2”, “the second one”, or in its own words. Pure.

It also knows how people ask for the next question.
"""

import re
from collections.abc import Sequence

from bot.features.talk.tokens import spoken

_LEAD = re.compile(
    r"(?:(?:i (?:would |will )?(?:think|say|guess|choose|pick|take|go with|bet|vote for)|it is|that is|it must be"
    r"|(?:the|my) (?:final )?(?:answer|choice|guess|vote) is|is it|answer|option|choice|letter|number|nr|no|hm+|ok|so"
    r"|probably|maybe|definitely|clearly|of course) )+"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
_ONE_OF_THEM = re.compile(r"(?:the )?(\w+?)(?: (?:one|option|answer|choice))?(?: please| then| i think| i guess)?")
_NEXT = re.compile(
    r"(?:(?:ok|yes|sure|so|and|the|please) )*(?:next(?: (?:one|question))?|another(?: (?:one|question))?"
    r"|one more(?: question)?|continue|go on|carry on|keep going|go|ready)(?: (?:please|then|now))*"
)
_LETTERED = re.compile(r"[A-Z](?:\. |$)")
"""How an option begins that's shown with a letter."""


def chosen(typed: str, options: Sequence[str]) -> int | None:
    """Return the position of the option that a line chooses; None if it chooses none.

    Args:
        typed: the line.
        options: the options as they're shown, such as “A. A cat” or “True”.
    """
    said = spoken(typed)
    bare = _LEAD.sub("", said, count=1)
    own_words = [spoken(_LETTERED.sub("", option, count=1)) for option in options]
    for each in (said, bare):
        if each and each in own_words:
            return own_words.index(each)
    place = place_of(typed)
    return place if place is not None and place < len(options) else None


def place_of(typed: str) -> int | None:
    """Return the position that a line names, from 0: 1 for “B”, “2” and “the second one”; None for other lines."""
    found = _ONE_OF_THEM.fullmatch(_LEAD.sub("", spoken(typed), count=1))
    if found is None:
        return None
    word = found[1]
    for names in (_ORDINALS, _NUMBERS):
        if word in names:
            return names.index(word)
    if re.fullmatch(r"[1-8](?:st|nd|rd|th)?", word):
        return int(word[0]) - 1
    return ord(word) - ord("a") if re.fullmatch("[a-h]", word) else None


def is_bare(typed: str) -> bool:
    """Return whether a line says only the letter or the number of an option: “B”, “I think it's B”."""
    return len(_LEAD.sub("", spoken(typed), count=1)) == 1 and place_of(typed) is not None


def wants_next(typed: str) -> bool:
    """Return whether a line only asks for the next question."""
    return _NEXT.fullmatch(spoken(typed)) is not None
