"""All terms of some packs by topic, for whoever asks “which terms are there?”."""

from collections.abc import Sequence

from bot.content.model import Pack
from bot.language.message import Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import counted, words

_MOST = 160
"""Maximum number of terms listed; topics share it equally."""

_ALL = frozenset(words("all any dictionary entries every everything glossary index list of show terms the words"))
"""Words that ask for all terms."""


def wants_all(typed: str) -> bool:
    """Return whether what's typed as a term asks for all of them: “list”, “all terms”."""
    said = words(typed)
    return bool(said) and _ALL.issuperset(said)


def glossary(packs: Sequence[Pack]) -> Message:
    """Return the names of some packs' terms by topic, for the asker alone."""
    topics = [(pack, topic) for pack in packs for topic in pack.topics]
    of_topics = [
        (
            topic.title if len(packs) == 1 else f"{topic.title} ({pack.title})",
            sorted((each.term for each in pack.terms if pack.topic_of(each) is topic), key=str.casefold),
        )
        for pack, topic in topics
    ]
    telling = [(title, terms) for title, terms in of_topics if terms]
    if not telling:
        return message(
            text("There are no terms here; ask me anything with ", CommandMention("/ask"), "."), private=True
        )
    most = _MOST // len(telling)
    listed = [
        text(strong(title), "\n", ", ".join(terms[:most]), _more(len(terms) - most)) for title, terms in telling
    ]
    heading = Heading(f"I can explain {counted(sum(len(terms) for _, terms in telling), 'term')}")
    return message(heading, *listed, Footer("/define with one of them shows what it means."), private=True)


def _more(number: int) -> str:
    return f" … and {number} more" if number > 0 else ""
