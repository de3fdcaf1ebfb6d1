"""All terms of a pack by topic, for whoever asks “which terms are there?”."""

from bot.content.model import Pack
from bot.features.lessons.lesson import Lesson
from bot.language.message import Footer, Heading, message
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import words

_MOST = 160
"""Maximum number of terms listed; topics share it equally."""

_ALL = frozenset(words("all any dictionary entries every everything glossary index list of show terms the words"))
"""Words that ask for all terms."""


def wants_all(typed: str) -> bool:
    """Return whether what's typed as a term asks for all of them: “list”, “all terms”."""
    said = words(typed)
    return bool(said) and _ALL.issuperset(said)


def glossary(pack: Pack, *, private: bool = False) -> Lesson:
    """Return the names of a pack's terms by topic.

    Args:
        pack: the pack with the terms.
        private: whether only the asker sees it.
    """
    by_topic = [(topic, [each.term for each in pack.terms if pack.topic_of(each) is topic]) for topic in pack.topics]
    telling = [(topic.title, sorted(terms, key=str.casefold)) for topic, terms in by_topic if terms]
    most = _MOST // max(1, len(telling))
    listed = [
        text(strong(title), "\n", ", ".join(terms[:most]), _more(len(terms) - most)) for title, terms in telling
    ]
    how = text("Look one up with ", CommandMention("/define"), " and its name.")
    return Lesson(message(Heading("All terms"), *listed, how, Footer(pack.title), private=private), pack.id)


def _more(number: int) -> str:
    return f" … and {number} more" if number > 0 else ""
