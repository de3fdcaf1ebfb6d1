"""Stop words, which say nothing about the topic of a question or the meaning of a name."""

from functools import cache

from stop_words import StopWordError, get_stop_words

from bot.language.locales import language_of
from bot.language.small_words import SMALL_WORDS
from bot.language.text import words

STOP_WORDS = frozenset(
    words(
        """
        a about actually advice again all already also always am an and another any anybody anyone anything are
        aren't around as ask asked asking asks at avoid away basics be because been being between both but by came
        can can't cannot come comes could day days did do does doesn't doing don't done each either else ever every
        exactly example examples explain first for from get gets getting give go goes going got guide happen happens
        has have having he help her here hi him his how how's hows i i'm if in info information instead into
        introduction is isn't it it's its just kind kinds know let like lot lots made make makes making many matter
        may maybe me mean meaning means might more most much must my need needed needs never nobody nor now nowadays
        of off ok okay on once one only or other others our out over overview own people perhaps please possible
        prevent quite rather really regarding right s say says see shall she should show so some somebody someone
        something sometimes sort sorts still stop such sure tell than that that's the their them then there these
        they thing things think this those though through tip tips to today too true try typical typically understand
        until up us use used uses using usually very via want wants was way we well were what what's whats when
        when's where where's whether which while who who's whole whom whose why why's will with without won't would
        yes yet you your
        """
    )
)

ASKING_WORDS = frozenset(
    words(
        "abbreviation acronym advantages basics benefits briefly called cons define defined defines definition "
        "describe described disadvantages drawbacks generally good purpose pros short simply stand stands summarise "
        "summarize summary work working works"
    )
)
"""Words that ask something about the topic of a question, but can also be part of the topic's name."""

_ASKING_ELSEWHERE = {
    "de": "bedeutet bitte brauchen braucht erkläre geht gibt heißt macht mache möchte tue tun tut viele wieviel",
    "es": "cuánta cuántas ejemplo explica explicar favor hago hay llama necesito quiero significa sirve",
    "fr": "combien expliquer fait faisons moi plaît sert signifie veux voudrais",
    "it": "chiama esempio favore faccio quante quanta serve significa spiega spiegare voglio vorrei",
    "nl": "alsjeblieft betekent doe doet graag heet hoeveel krijg leg maken nodig uitleggen wil",
    "pt": "chama exemplo explica favor faço preciso quanta quantas quero serve significa",
}
"""What people ask with in other languages: what it means, how many there are, what to do, please."""


@cache
def stop_words_in(language: str) -> frozenset[str]:
    """Return the folded stop words of a language, such as "de" or "pt-BR", and those of English.

    The package `stop-words` (https://github.com/Alir3z4/python-stop-words) has lists for some thirty languages.
    """
    spoken = language_of(language)
    if spoken == "en":
        return STOP_WORDS
    try:
        listed = get_stop_words(spoken)
    except StopWordError:
        listed = []
    own = words(" ".join((*listed, _ASKING_ELSEWHERE.get(spoken, ""))))
    return STOP_WORDS.union(own, SMALL_WORDS.get(spoken, ()))
