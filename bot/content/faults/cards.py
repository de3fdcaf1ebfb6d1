"""Check for cards that ask for several things at once, or for nothing in particular.

If you know only half of a card, you can't grade yourself, so: one fact per card, no sets, no open examples (Wozniak,
Twenty rules of formulating knowledge, 1999, rules 4, 9 and 10).
"""

import re
from collections.abc import Iterator

from bot.content.faults.prose import is_english
from bot.content.model import Card
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.language.sentences import sentences

LONGEST_LIST = 2
"""At most this many things may be listed in an answer."""

_ITEM_WORDS = 5
"""At most this many words in a list item; anything longer is a clause."""

LONGEST_BACK = 25
"""A back with more words than this probably holds more than one fact."""

_WH = r"(?:what|which|who|whose|how|why|when|where)"
_TWO_QUESTIONS = re.compile(
    rf",? and,? (?:(?:for|with|of|in|to|by|at) )?{_WH}\b|\?.*\?|\b{_WH}\b.*\b(?:for|of) {_WH}\b",
    re.IGNORECASE | re.DOTALL,
)
_OPEN = re.compile(
    r"\b(?:give|name|mention|list|state)\b[^.?]*\b(?:examples?|reasons?)\b"
    r"|\b(?:give|name|mention|list|state) (?:an?|one|two|three|some)\b[^.?]*\buses?[.?]",
    re.IGNORECASE,
)
_SET = re.compile(
    r"\b(?:name|list|give|state|mention)\b[^.?]*\b(?:two|three|four|five|six|stages|steps|parts|all)\b"
    rf"|\b(?:{_WH}|its) (?:are (?:its|the) )?(?:two|three|four|five|six)\b|\beach (?:role|side|of)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"(?:do|does|did|is|are|was|were|can|could|will|would|should|has|have)(?:n['’]t)?\b", re.IGNORECASE
)
_LISTED = re.compile(r"(?P<head>[^,;:.?]+(?:, [^,;:.?]+)+),? (?:and|or) (?P<last>[^,;:.?]+)\.?")
_CLAUSE = re.compile(r"(?:which|who|whose|where|when|as|so|but|though|because)\b")


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield faults: cards that ask for several things, for any example, or for a yes or no."""
    if is_english(loaded):
        for card, entry in zip(loaded.pack.cards, loaded.raw.entries["cards"], strict=True):
            yield from _asked(card, entry)


def _asked(card: Card, entry: Entry) -> Iterator[Problem]:
    """Yield only the first fault of a card, since one is reason enough to rewrite it."""
    *_, last = front_sentences = sentences(card.front)
    question = " ".join(each for each in front_sentences if each.endswith("?")) or card.front
    listed = things(sentences(card.back)[0])
    if _OPEN.search(card.front):
        yield entry.warning("many answers would do, so nobody can grade one; ask for one fact", "front")
    elif _TWO_QUESTIONS.search(question):
        yield entry.warning("the card asks two things, and half an answer is hard to grade; make it two", "front")
    elif _SET.search(card.front):
        yield entry.warning("the card asks for several things at once; make a card of each, or a cloze", "front")
    elif listed > LONGEST_LIST:
        yield entry.warning(f"the answer lists {listed} things; make a card of each, or a cloze", "back")
    elif _YES_NO.match(last) and last.endswith("?") and " or " not in last:
        yield entry.warning("people can guess yes or no; ask what, which, how or why", "front")
    elif (length := len(card.back.split())) > LONGEST_BACK:
        yield entry.note(f"the answer has {length} words; nobody recalls more than a sentence or two", "back")


def things(sentence: str) -> int:
    """Return the number of items if a sentence is nothing but a list; 0 if it's anything else."""
    found = _LISTED.fullmatch(sentence.partition(": ")[2] or sentence)
    if not found:
        return 0
    items = [*found["head"].split(", "), found["last"]]
    if any(len(item.split()) > _ITEM_WORDS or _CLAUSE.match(item) for item in items):
        return 0
    return len(items)
