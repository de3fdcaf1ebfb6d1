"""The names of a pack's parts: its topics and items. Pure."""

from collections.abc import Iterator
from typing import Any

from bot.content.gaps import gapped
from bot.content.model import ClozeCard, Pack
from bot.content.question import QuestionItem, prompt_of
from bot.content.without import LISTS, TOPIC
from bot.language.text import shortened
from bot.naming.titles import Title

_LONGEST = 80
"""Maximum length of a name in characters; platforms don't suggest longer ones."""

_SAYS = ("term", "title", "aspect", "front", "problem")
"""The field that identifies an item which is neither a question nor a cloze card."""

_KINDS = {"cloze": "card", "worked": "card"}
"""The words shown for kinds of items whose own name isn't a common word."""


def titles_of(pack: Pack) -> dict[str, Title]:
    """Return the titles of all topics and items of a pack, by kind:id: “RAG (term)”."""
    return {title.key: title for title in titled(pack)}


def names_of(pack: Pack) -> dict[str, str]:
    """Return the names of all topics and items of a pack, by kind:id."""
    return {title.key: title.name for title in titled(pack)}


def titled(pack: Pack) -> Iterator[Title]:
    """Yield a title for each topic and item, which can be found with or without its kind."""
    for topic in pack.topics:
        yield Title(f"{TOPIC}:{topic.id}", f"{topic.title} ({TOPIC})", (topic.title, *topic.aliases))
    for kind, list_name in LISTS.items():
        for item in getattr(pack, list_name):
            says = shortened(_said(item), _LONGEST)
            names = (says, *getattr(item, "aliases", ()))
            yield Title(f"{kind}:{item.id}", f"{says} ({_KINDS.get(kind, kind)})", names)


def _said(item: Any) -> str:  # noqa: ANN401 (an item of any kind)
    """Return the text that identifies an item, without giving away its answer."""
    if isinstance(item, ClozeCard):
        return gapped(item.text).blank
    if isinstance(item, QuestionItem):
        return prompt_of(item)  # type: ignore[arg-type]
    return next(str(getattr(item, field)) for field in _SAYS if hasattr(item, field))
