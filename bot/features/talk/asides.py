"""Asides: recognises and answers input to `/ask` that isn't a question about a pack, such as small talk."""

from collections.abc import Callable, Sequence

from bot.content.at_hand import at_hand
from bot.content.derived import CachedPerPack, When
from bot.content.finding.documents import heading
from bot.content.finding.finder import terms_of
from bot.content.model import Card, Example, Pack, Tip
from bot.features.asking.follow_up_phrasings import correction, goes_on, points
from bot.features.asking.question_forms import bare, telling_words
from bot.features.packs.taught import Packs
from bot.features.talk import pages
from bot.features.talk.hearing import LONG_ENOUGH, OpenQuestion, aside
from bot.features.talk.sayings import SmallTalk
from bot.features.talk.small_talk import may_follow
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.text import words
from bot.naming.mentions import mentions
from bot.naming.titles import Title, Titles


def _titled(pack: Pack) -> Titles:
    items: tuple[Card | Tip | Example, ...] = (*pack.cards, *pack.tips, *pack.examples)
    return Titles(Title(item.id, heading(item)) for item in items)


_headings = CachedPerPack(_titled, When.SOON)
"""The cards, tips and examples of a pack by their headings, which may be greetings: a deck can teach a language."""


class Asides:
    """Separates small talk from questions.

    Args:
        packs: know which packs each channel uses.
    """

    def __init__(self, packs: Packs) -> None:
        self._packs = packs

    async def heard(self, asker: Asker, typed: str, is_follow_up: Callable[[str], bool]) -> Message | str:
        """Return the answer to small talk or to text without a subject; otherwise the question, without its greeting.

        Args:
            asker: the person who asks.
            typed: the text, as typed.
            is_follow_up: returns whether a text is a follow-up to the last question.
        """
        question = aside(typed, lambda name: False)
        if not isinstance(question, SmallTalk | OpenQuestion) and _tells(question):
            return question  # the usual case, without looking up names
        packs = await self._packs.used(asker)
        names = [each for pack in packs for each in await self._names(pack)]
        match aside(typed, lambda name: _is_one(name, names)):
            case SmallTalk() as kind if may_follow(kind, typed) and is_follow_up(typed):
                return typed
            case SmallTalk() as kind:
                return pages.reply(kind, packs[0], among_others=False)
            case OpenQuestion(text):
                return text
            case question if _tells(question) or is_follow_up(question) or _names_one(question, names):
                return question
            case _:
                return pages.unclear(packs[0])

    async def _names(self, pack: Pack) -> Sequence[Titles]:
        finder = self._packs.finder(pack)
        return (
            finder.topics,
            finder.aspects,
            finder.sides,
            await at_hand(terms_of, pack),
            await at_hand(_headings, pack),
        )


def _tells(question: str) -> bool:
    """Return whether a question has a word that says what it's about, rather than only going on from an answer."""
    meant = correction(question) or question
    says_enough = bool(telling_words(bare(meant))) or (len(words(meant)) >= LONG_ENOUGH and not points(meant))
    return not goes_on(meant) and says_enough


def _is_one(name: str, names: Sequence[Titles]) -> bool:
    return any(titles.exact(name) is not None for titles in names)


def _names_one(question: str, names: Sequence[Titles]) -> bool:
    """Return whether a question contains a name from the packs, even one made of words that usually say nothing."""
    return bool(mentions(question, lambda name: _is_one(name, names) or None))
