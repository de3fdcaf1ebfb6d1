"""Check for tips that use glossary terms without explaining them, as tips are posted by themselves."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from bot.content.faults.prose import is_english
from bot.content.model import Pack, Tip
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.language.text import fold, listed

COMMON = 0.05
"""If more than this share of a pack's tips use a glossary term, readers soon know it."""

FEW = 2
"""A term in at most this many tips counts as rare, even in a pack with few tips."""

_BEFORE = re.compile(
    r"(?:^|[.!?:]\s+|\b(?:called|named|known as|stands for|means?|or)\s+|[(“\"])(?:an? |the )?[“\"]?$", re.IGNORECASE
)
_AFTER = re.compile(
    r"[”\"]?(?:\s*\(|:\s|\s[–—]\s|,? (?:or|which|that|where|meaning|an?|the)\b| (?:is|are|means?|stands? for)\b"
    r"| (?:lets?|turns?|shows?|tells?|says)\b)",
    re.IGNORECASE,
)


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield a note for each tip with rare terms that it doesn't explain."""
    if not is_english(loaded) or not loaded.pack.terms:
        return
    known = _names(loaded.pack)
    if not known:
        return
    either = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])(?:{either})(?:e?s)?(?![\w-])", re.IGNORECASE)
    found = [_unexplained(tip, pattern, known) for tip in loaded.pack.tips]
    often = Counter(term for terms in found for term in terms)
    for terms, entry in zip(found, loaded.raw.entries["tips"], strict=True):
        rare = [word for term, word in terms.items() if often[term] <= max(FEW, COMMON * len(found))]
        if rare:
            quoted = listed([f"“{each}”" for each in rare], "and")
            sentence = (
                f"a beginner may not know {quoted}, which the glossary explains; say it here, too, in a few words"
            )
            yield entry.note(sentence, "text")


def _names(pack: Pack) -> dict[str, str]:
    """Return the terms, folded name → id, leaving out aliases that may be everyday words and names on the cover."""
    cover = fold(" ".join([pack.title, *(side.name for side in pack.sides), *(topic.title for topic in pack.topics)]))
    names = [
        (fold(name), term.id)
        for term in pack.terms
        for name in (term.term, *term.aliases)
        if name == term.term or " " in name or name.isupper()
    ]
    return {name: term for name, term in names if name not in cover}


def _unexplained(tip: Tip, pattern: re.Pattern[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the terms that a tip uses but doesn't explain: id → the word used."""
    words_used: dict[str, str] = {}
    explained: set[str] = set()
    for match in pattern.finditer(tip.text):
        word = fold(match[0])
        term = known.get(word) or known.get(word.removesuffix("s")) or known.get(word.removesuffix("es"), "")
        if _BEFORE.search(tip.text[: match.start()]) or _AFTER.match(tip.text[match.end() :]):
            explained.add(term)
        words_used.setdefault(term, match[0])
    return {term: word for term, word in words_used.items() if term not in explained}
