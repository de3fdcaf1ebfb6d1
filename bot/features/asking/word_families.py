"""Word families: a word, its forms and its derivatives, such as train, training or predict, prediction. Pure."""

import re
from collections.abc import Iterable

from bot.language.stop_words import STOP_WORDS
from bot.language.text import fold, words

_LETTERS = 5
"""Number of first letters that words of a family share: predict, prediction."""

_PLURAL = re.compile(r"(?<=..)(?<!s)s$")
"""The plural s. It's removed from GPUs and menus, so corpus loses its s, too; that's harmless, as it always does."""
_DIED = re.compile(r"(?<=\b.ie)d$")
"""The d of died and tied, which are too short to lose an ending."""
_ENDING = re.compile(r"(?<=...)(?:ing|ed|e)$")
_DOUBLED = re.compile(r"([bdfglmnprt])\1$")

_IRREGULAR = """
    begin began begun, break broke broken, bring brought, build built, buy bought, catch caught, choose chose
    chosen, deal dealt, draw drew drawn, drive drove driven, eat ate eaten, fall fell fallen, feel felt, fight
    fought, find found, fly flew flown, forget forgot forgotten, give gave given, grow grew grown, hear heard,
    hide hid hidden, hold held, keep kept, know knew known, lay laid, lead led, learn learnt, leave left, lend
    lent, lose lost, make made, mean meant, meet met, pay paid, ride rode ridden, rise rose risen, run ran, seek
    sought, sell sold, send sent, shake shook shaken, shoot shot, shrink shrank shrunk, sing sang sung, sink
    sank sunk, sleep slept, speak spoke spoken, spend spent, stand stood, steal stole stolen, stick stuck, swim
    swam swum, take took taken, teach taught, tear tore torn, tell told, think thought, throw threw thrown, wear
    wore worn, win won, write wrote written
"""
_VERB = {form: verb for verb, *forms in (each.split() for each in _IRREGULAR.split(",")) for form in forms}
"""Irregular verbs: form → verb."""


def family(word: str) -> str:
    """Return a key that all words of a family share, singular and plural included: GPU and GPUs, cost and costs."""
    folded = fold(word).removesuffix("'s")
    one = _DIED.sub("", _PLURAL.sub("", _VERB.get(folded, folded)))
    left = _DOUBLED.sub(r"\1", _ENDING.sub("", one))[:_LETTERS]
    return f"{left[:-1]}i" if left.endswith("y") else left


def families(typed_words: Iterable[str]) -> set[str]:
    """Return the families of some words."""
    return set(map(family, typed_words))


def spoken_of(text: str) -> set[str]:
    """Return the families of a text's words, without stop words."""
    return families(word for word in words(text) if word not in STOP_WORDS)
