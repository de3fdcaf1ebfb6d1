"""Check whether a pack teaches and tests all its objectives, and uses all the terms that it explains."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.content.mentions import Mentions, speakers
from bot.content.model import Side, Term, Topic
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.judging.reading import name_of
from bot.naming import marks

TEACHING = ("comparisons", "terms", "tips", "examples")
"""The lists of items that teach; cards and questions test."""

_TITLES = {"term": "term", "topic": "title", "side": "name", "comparison": "aspect"}
"""The field with the name of a thing, by its kind."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield faults: objectives not taught or tested, idle topics, unused terms, and shared names."""
    yield from _idle_topics(loaded)
    yield from _uncompared(loaded)
    yield from _untaught(loaded)
    yield from _untested(loaded)
    yield from _unused_terms(loaded)
    yield from _shared_names(loaded)


def _idle_topics(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each topic that no objective belongs to."""
    busy = {objective.topic for objective in loaded.pack.objectives}
    for topic, entry in zip(loaded.pack.topics, loaded.raw.entries["topics"], strict=True):
        if topic.id not in busy:
            yield entry.warning(f"the topic `{topic.id}` has no objectives; add some, or delete the topic", "id")


def _uncompared(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each topic without `in_short` in a pack with sides, as its overview would be incomplete."""
    for topic, entry in zip(loaded.pack.topics, loaded.raw.entries["topics"], strict=True):
        if loaded.pack.sides and not topic.in_short:
            yield entry.warning("`in_short` is missing; add a line for each side")


def _untaught(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each objective that no comparison, term, tip or example teaches."""
    taught = {name for kind in TEACHING for item in getattr(loaded.pack, kind) for name in item.objectives}
    for objective, entry in _objectives(loaded):
        if objective not in taught:
            yield entry.warning(f"nothing teaches `{objective}`; name it in a comparison, term, tip or example", "id")


def _untested(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each objective that isn't tested by items of at least two kinds.

    A single kind proves less: if you know a flashcard by heart, you may still choose the wrong option.
    """
    tests: defaultdict[str, list[str]] = defaultdict(list)
    for card in (*loaded.pack.cards, *loaded.pack.clozes, *loaded.pack.worked):
        for name in card.objectives:
            tests[name].append("card")
    for question in loaded.pack.questions:
        for name in question.objectives:
            tests[name].append(f"{question.type} question")
    for objective, entry in _objectives(loaded):
        kinds = sorted(set(tests[objective]))
        if not kinds:
            yield entry.warning(
                f"nothing tests `{objective}`; add items of two kinds, such as a card and a choice question",
                "id",
            )
        elif len(kinds) == 1:
            by = f"one {kinds[0]}" if len(tests[objective]) == 1 else f"{kinds[0]}s"
            yield entry.warning(f"`{objective}` is tested by {by} only; add an item of another kind", "id")


def _objectives(loaded: Loaded) -> Iterator[tuple[str, Entry]]:
    for objective, entry in zip(loaded.pack.objectives, loaded.raw.entries["objectives"], strict=True):
        yield objective.id, entry


def _unused_terms(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each term that no other text mentions and no `see_also` refers to.

    A mention is the term or an alias as whole words, singular or plural, in any text of another item, an objective or
    a topic. If nothing refers to a glossary entry, no learner of this pack needs it.
    """
    pointed_at = {name for term in loaded.pack.terms for name in term.see_also}
    mentions = Mentions(speakers(loaded.pack))
    for term, entry in zip(loaded.pack.terms, loaded.raw.entries["terms"], strict=True):
        if term.id not in pointed_at and not any(mentions.elsewhere(name, term) for name in _names(term)):
            yield entry.warning(
                f"nothing else in the pack uses the term `{term.term}`; use it in a text, name it in another term's "
                "see_also, or delete it",
                "term",
            )


def _shared_names(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each name shared by two terms, topics, sides or aspects of a topic: lookups find only one."""
    pack, entries = loaded.pack, loaded.raw.entries
    kinds: tuple[tuple[str, Sequence[Term | Topic | Side]], ...] = (
        ("term", pack.terms),
        ("topic", pack.topics),
        ("side", pack.sides),
    )
    for kind, things in kinds:
        found = zip(things, entries[f"{kind}s"], strict=True)
        yield from _shared(((entry, _names(thing)) for thing, entry in found), kind, pack.language)
    comparisons = list(zip(pack.comparisons, entries["comparisons"], strict=True))
    for topic in pack.topics:
        within = ((entry, (each.aspect,)) for each, entry in comparisons if pack.topic_of(each) is topic)
        yield from _shared(within, "comparison", pack.language)


def _shared(named: Iterable[tuple[Entry, tuple[str, ...]]], kind: str, language: str) -> Iterator[Problem]:
    """Yield a fault for each name that an earlier entry has, unless a meaningful symbol tells them apart.

    Args:
        named: entries with their names: the main name, then the aliases.
        kind: the kind of the entries, in the singular.
        language: the pack's language.
    """
    first_with: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for entry, names in named:
        for index, name in enumerate(names):
            other = first_with.setdefault((name_of(name, language), marks.pictures(name)), entry)
            if other is not entry:
                steps = ("aliases", index - 1) if index else (_TITLES[kind],)
                sentence = f"`{name}` is also a name of the {kind} `{other.id}` in {other.place}"
                yield entry.warning(f"{sentence}; keep it in one of the two", *steps)


def _names(thing: Term | Topic | Side) -> tuple[str, ...]:
    """Return a thing's main name and its aliases."""
    match thing:
        case Term():
            return (thing.term, *thing.aliases)
        case Topic():
            return (thing.title, *thing.aliases)
        case Side():
            return (thing.name, *thing.aliases)
