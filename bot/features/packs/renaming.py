"""Gives a pack another title. Pure."""

import re
from collections.abc import Collection

from bot.content.model import Objective, Pack, Topic
from bot.content.plain_objectives import is_plain, plain_objective
from bot.features.packs.model import Listed
from bot.features.packs.naming import titles
from bot.language.refusals import Refusal
from bot.language.text import as_seen, fold, shortened

LONGEST_TITLE = 80
"""Maximum length of a pack's title, in characters."""


_TO = re.compile(r"(?:^|\s+)(?:to|into|as|->|→)\s+", re.IGNORECASE)


def apart(typed: str, own: Collection[Listed]) -> tuple[str, str]:
    """Split “Desk to Help desk” into the name of a pack, which is "" if none is named, and its new title.

    Args:
        typed: the title, as typed, possibly with the pack before it.
        own: all of the tenant's own packs.
    """
    known = titles(own)
    for found in _TO.finditer(typed):
        name = typed[: found.start()]
        if not name or known.exact(name) is not None:
            return name, typed[found.end() :]
    return "", typed


def new_title(typed: str, pack: str, own: Collection[Listed]) -> str:
    """Return the title to give to a pack.

    Args:
        typed: the title, as typed.
        pack: the pack's id.
        own: all of the tenant's own packs.

    Raises:
        Refusal: nobody could see it, or another pack has it.
    """
    title = shortened(typed, LONGEST_TITLE)
    if not as_seen(title):
        raise Refusal("Nobody can see that title; choose one with letters.", option="title")
    for each in own:
        if each.id != pack and fold(each.title) == fold(title):
            raise Refusal(f"Another pack of yours is called {each.title}; choose another title.", option="title")
    return title


def renamed(pack: Pack, title: str) -> Pack:
    """Return a pack with another title, which a topic that's called the same as the pack gets, too, if it's free."""
    if title == pack.title:
        return pack
    free = all(fold(each.title) != fold(title) or fold(each.title) == fold(pack.title) for each in pack.topics)
    topics = {each.id: _retitled(each, pack.title, title) if free else each for each in pack.topics}
    objectives = (_restated(each, pack.topic_by_id[each.topic], topics[each.topic]) for each in pack.objectives)
    fields = {name: getattr(pack, name) for name in Pack.model_fields}
    fields |= {"title": title, "topics": tuple(topics.values()), "objectives": tuple(objectives)}
    # A copy would keep what the pack has computed, such as its topics by id.
    return Pack.model_construct(**fields)


def _retitled(topic: Topic, before: str, title: str) -> Topic:
    return topic.model_copy(update={"title": title}) if fold(topic.title) == fold(before) else topic


def _restated(objective: Objective, before: Topic, topic: Topic) -> Objective:
    """Return an objective that still suits its topic; only the statement of a default one depends on the title."""
    if not is_plain(objective, before):
        return objective
    return objective.model_copy(update={"statement": plain_objective(topic).statement})
