"""Small talk: recognises greetings, thanks and the like, and questions about Versed itself."""

import re
from collections.abc import Iterator, Sequence

from bot.features.asking.follow_up_phrasings import is_lost, wants_it_shorter
from bot.features.talk.about_pack import is_about_pack
from bot.features.talk.about_versed import about_versed
from bot.features.talk.sayings import PRAISED, SAYINGS, SmallTalk
from bot.features.talk.tokens import Token, misspelt, spoken, tokens
from bot.language.text import words

_MOST_THANKED_FOR = 6
"""Maximum number of words after “thanks” that only say what for; a longer text says something else, too."""

_PHRASES = {
    tuple(token.word for token in tokens(phrase)): kind
    for kind, said in SAYINGS.items()
    for phrase in said.split(";")
}
_ALONE = frozenset(
    (word,) for word in words("what why how who really more next again another continue go start begin")
)
"""Words that are small talk only on their own: “why”, but not “why, test”."""

_LONGEST = max(map(len, _PHRASES))
_MOST_WORDS = 20
"""A line with more words than this isn't small talk."""

_PRAISED = frozenset(tuple(phrase.split()) for phrase in PRAISED.split(";"))
_REQUESTING = frozenset(("please", "me", "us"))

_GREETINGS = frozenset(
    {"hi", "hello", "hey", "yo", "howdy", "hola", "greetings", "good morning", "good afternoon", "good evening"}
)
"""Greetings that end before the next word even without a comma."""

_LEADING_KINDS = frozenset(SmallTalk) - {SmallTalk.HELP, SmallTalk.STOP}
"""The kinds of small talk that may come before something else."""

_BESIDE = frozenset(
    words(
        """
    versed bot there please again mate buddy friend friends pal dude man bro everyone everybody all team folks guys
    people then now today tonight so much very just really actually exactly well oh uh um and but dear sir madam
    chap for me my us here a bit truly kindly anyway quick tomorrow
    bunch ton tons heaps million lots
        """
    )
)
"""Words that may surround small talk without changing its meaning."""

_FOLLOWING = frozenset((SmallTalk.HELP, SmallTalk.IDENTITY, SmallTalk.NEXT))
"""Small talk that may ask about the answer before; thanks, praise and doubts don't."""

_ANOTHER = frozenset(words("another again next one once more else something anything different"))
"""The words of small talk that asks for another of the same; “more” alone asks for more about it."""

_ASKING = frozenset(words("what why how who"))

_WITHIN = frozenset(words("exactly just really actually even please all so"))
"""Words that may appear anywhere within small talk."""

_OF_A_QUESTION = frozenset(("a", "all", "for", "me", "us", "just", "what"))
"""The words in _BESIDE with which a question may begin."""

_ADDRESS = frozenset(words("versed bot please there here me hm so well um uh oh"))
"""Words that only get Versed's attention."""

_TO_OTHERS = frozenset(("everyone", "everybody", "all", "team", "folks", "guys", "people", "friends"))

_SLIPS = frozenset(
    words(
        """
    hello thanks thank goodbye morning afternoon evening commands command please introduce yourself instructions
    appreciate started welcome greetings awesome
        """
    )
)
"""Words that are recognised despite typos; typos of other words are too often words themselves."""

_SIGNS = (
    (SmallTalk.GREETING, "👋🤚✋🖐🙋🤗"),
    (SmallTalk.THANKS, "🙏💐"),
    (SmallTalk.HELP, "?？❓❔🆘🤷"),
    (SmallTalk.COMPLAINT, "👎😡😠🤬"),
)
"""Emoji and punctuation with a meaning of their own; all others count as praise."""

_KNOWN = frozenset(word for phrase in _PHRASES for word in phrase) | _BESIDE

_TWICE = re.compile(r"(.)\1+")
_BREAK = re.compile(r"[^\w\s'’\-/\"“(]")
_CONTENT = re.compile(r"[^\s!.…,;:\-–—_*~`'\"<>@#()\[\]{}/\\|]")
"""Matches what's more than punctuation in a line without words, such as an emoji."""

_QUIZ_ON_IT = re.compile(
    r"(?:(?:please|ok|now|can you|could you) )*(?:(?:quiz|test|ask|drill) me|(?:a )?quiz|(?:some )?questions)"
    r" (?:on|about) (?:it|that|this)(?: (?:please|now|topic))*"
)


def recognise(line: str) -> SmallTalk | None:
    """Return the kind of small talk that a whole line is, or None; a line without content asks for help."""
    line_tokens = tokens(line)
    if not line_tokens:
        return _without_words(line)
    if _asks_for_another(line_tokens):
        return None
    kinds = _kinds(line_tokens, 0) if len(line_tokens) <= _MOST_WORDS else None
    if kinds is None and len(line_tokens) <= _MOST_WORDS:
        kinds = _kinds([token for token in line_tokens if token.word not in _WITHIN], 0)
    if kinds is None and (kind := _about_versed_or_its_pack(line_tokens)):
        return kind
    if kinds is None:
        return SmallTalk.THANKS if _thanks_for_something(line, line_tokens) else None
    if not kinds and not all(token.word in _ADDRESS for token in line_tokens):
        return None
    return next((kind for kind in SmallTalk if kind in kinds), SmallTalk.HELP)


def without_lead(line: str) -> str:
    """Return a line without the greeting or thanks at its start; the whole line if that's all there is."""
    line_tokens = tokens(line)
    start = end = 0
    leads = False
    while end < len(line_tokens):
        length, kind = _phrase_at(line_tokens, end)
        if length and kind in _LEADING_KINDS:
            leads = leads or " ".join(token.word for token in line_tokens[end : end + length]) in _GREETINGS
            end += length
        elif end and line_tokens[end].word in _BESIDE and line_tokens[end].word not in _OF_A_QUESTION:
            end += 1
        else:
            break
        between = line[line_tokens[end - 1].end : line_tokens[end].start] if end < len(line_tokens) else ""
        if _separates(between, leads=leads):
            start = end
    return line[line_tokens[start].start :] if start else line


def may_follow(kind: SmallTalk, line: str) -> bool:
    """Return whether small talk may ask for more about an answer, as “why?” and “how does it work?” do.

    Args:
        kind: its kind.
        line: the whole line.
    """
    first = next((token.word for token in tokens(line) if token.word not in _BESIDE), "")
    if kind is SmallTalk.OUTLINE:
        return wants_it_shorter(line)
    return kind in _FOLLOWING or (kind is SmallTalk.COMPLAINT and (first in _ASKING or is_lost(line)))


def asks_for_another(line: str) -> bool:
    """Return whether small talk asks for another one of the same, as “again” and “next one” do."""
    said = {token.word for token in tokens(line)} - (_BESIDE - _ANOTHER)
    return bool(said) and said <= _ANOTHER and said != {"more"}


def asks_for_a_quiz_on_it(line: str) -> bool:
    """Return whether a line asks for a quiz on what was shown last, as “quiz me on that” does."""
    return _QUIZ_ON_IT.fullmatch(spoken(line)) is not None


def is_to_others(line: str) -> bool:
    """Return whether a line addresses other people, such as “good morning, all”."""
    return any(token.word in _TO_OTHERS for token in tokens(line))


def _about_versed_or_its_pack(line_tokens: Sequence[Token]) -> SmallTalk | None:
    said = [token.word for token in line_tokens if token.word not in _WITHIN]
    bare = " ".join(word for word in said if word not in _BESIDE)
    if is_about_pack(" ".join(said)) or is_about_pack(bare):
        return SmallTalk.OUTLINE
    return about_versed(" ".join(said), bare)


def _asks_for_another(line_tokens: Sequence[Token]) -> bool:
    """Return whether it's a request rather than praise: “nice tip please”."""
    said = [token.word for token in line_tokens]
    is_praised = tuple(word for word in said if word not in _BESIDE) in _PRAISED
    return is_praised and not _REQUESTING.isdisjoint(said)


def _thanks_for_something(line: str, line_tokens: Sequence[Token]) -> bool:
    length, kind = _phrase_at(line_tokens, 0)
    rest = line_tokens[length:]
    is_short = 1 < len(rest) <= _MOST_THANKED_FOR
    return kind is SmallTalk.THANKS and is_short and rest[0].word == "for" and "?" not in line


def _separates(between: str, *, leads: bool) -> bool:
    """Return whether the text between two words separates small talk from the rest."""
    return between[:1] not in ("", "-", "/") and (leads or _BREAK.search(between) is not None)


def _without_words(line: str) -> SmallTalk:
    for kind, signs in _SIGNS:
        if any(sign in line for sign in signs):
            return kind
    return SmallTalk.PRAISE if _CONTENT.search(line) else SmallTalk.HELP


def _kinds(line_tokens: Sequence[Token], start: int) -> list[SmallTalk] | None:
    """Return the kinds of the phrases that a line consists of, starting at a word; None if it contains more."""
    if start == len(line_tokens):
        return []
    for length in range(min(_LONGEST, len(line_tokens) - start), 0, -1):
        kind = _kind(line_tokens[start : start + length], line_tokens)
        rest = _kinds(line_tokens, start + length) if kind else None
        if kind and rest is not None:
            return [kind, *rest]
    return _kinds(line_tokens, start + 1) if line_tokens[start].word in _BESIDE else None


def _phrase_at(line_tokens: Sequence[Token], start: int) -> tuple[int, SmallTalk | None]:
    for length in range(min(_LONGEST, len(line_tokens) - start), 0, -1):
        if kind := _kind(line_tokens[start : start + length], line_tokens):
            return length, kind
    return 0, None


def _kind(part: Sequence[Token], line_tokens: Sequence[Token]) -> SmallTalk | None:
    for phrase in _spellings(part):
        kind = _PHRASES.get(phrase)
        if kind and _may_stand(phrase, part, line_tokens):
            return kind
    return None


def _may_stand(phrase: tuple[str, ...], part: Sequence[Token], line_tokens: Sequence[Token]) -> bool:
    """Return whether a phrase, as part of a line, is small talk whatever else the line says."""
    if phrase not in _ALONE and phrase != ("test",):
        return True  # most phrases, so a long line isn't read again for each of its words
    words_beside = {token.word for token in line_tokens if token not in part}
    return words_beside <= _BESIDE if phrase in _ALONE else not words_beside & {"me", "us"}  # which ask for a quiz


def _spellings(line_tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """Yield words as typed, and with typos corrected."""
    typed = tuple(token.word for token in line_tokens)
    yield typed
    meant = tuple(_corrected(word) for word in typed)
    if meant != typed:
        yield meant


def _corrected(word: str) -> str:
    """Return the known word that was meant, with doubled letters and other typos corrected."""
    if word in _KNOWN:
        return word
    once = _TWICE.sub(r"\1", word)
    return once if once in _KNOWN else next((each for each in _SLIPS if misspelt(word, each)), word)
