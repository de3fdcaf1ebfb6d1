"""Which texts are clearly an option's value, which options' values look alike, and how people say its name. Pure."""

from bot.language.options import CommandOption, OptionKind
from bot.language.text import has_few_words, said
from bot.language.whole_numbers import whole_number

_SYNONYMS = {
    "end": ("ends", "end date"),
    "new_cards": ("cards", "flashcards", "cards a day", "cards per day"),
    "nudges": ("notifications", "notification"),
    "pictures": ("theme", "mode", "colours", "colors"),
    "questions": ("count", "number", "amount", "quiz length", "length"),
    "share": ("sharing", "share progress"),
    "shown": ("leaderboard", "leaderboards"),
    "start": ("starts", "start date"),
    "start_cooldown": ("cooldown",),
    "topic": ("subject", "category"),
    "zone": ("time zone", "timezone", "tz"),
}
"""Other words for the names of options."""

_MOST_WORDS = 40
"""Maximum number of words of a time, a day or the like; any sensible one is far shorter."""


def reads(option: CommandOption, text: str, *, named: bool = False) -> bool:
    """Return whether a text is clearly a value of an option that isn't open.

    Args:
        option: the option.
        text: the possible value.
        named: whether the option's name, or a word that introduces it, comes before the text.
    """
    if option.kind is OptionKind.INTEGER:
        return whole_number(text, option.name, option.worth) is not None
    if option.kind is OptionKind.ROLE:
        return text.startswith(("@", "role:"))
    if option.choices:
        return option.choice(text) is not None
    if option.notation is None or not has_few_words(text, _MOST_WORDS):
        return False
    return (option.notation.named if named else option.notation.reads)(said(text))


def sort_of(option: CommandOption) -> object:
    """Return a key that's equal for options whose values look alike; None for an open option."""
    return option.kind if option.kind is OptionKind.INTEGER else option.choices or option.notation


def spoken(option: CommandOption) -> tuple[str, ...]:
    """Return the ways in which people may say an option's name next to its value."""
    words = option.name.replace("_", " ")
    return option.name, words, words.removesuffix("s"), *_SYNONYMS.get(option.name, ())
