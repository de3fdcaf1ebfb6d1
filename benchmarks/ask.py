"""How well questions are answered: by plain BM25, by Versed's word search, and by words and meaning together.

Held-out questions are skipped unless you ask for them: check them only when the work is done, and never look at
single ones. A different seed holds out different questions.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeAlias

import numpy as np

from benchmarks.searching import LOOKED_AT, Searcher
from benchmarks.table import Row, percentile, show
from bot.content.finding.documents import answering, heading
from bot.content.finding.finder import Finder
from bot.content.finding.ranking import Found, Hit
from bot.content.finding.texts import texts_of
from bot.content.finding.vectors import Vectors
from bot.content.model import Pack, Tip
from bot.features.asking.preferred import worth_showing
from bot.meaning.meaning import Meaning
from tests.features.asking.questions import Asked, questions

Look: TypeAlias = Callable[[Asked], Found]

_ITEMS = 10_000
_QUERIES = 300
_DIMENSIONS, _TOKEN = 384, 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results for a group of questions, as shares; all but the last are shares of the covered questions.

    Args:
        first: the first item found is right, and the question was answered.
        shown: one of the items shown together is right.
        wrong: the question was answered, but none of the items shown is right.
        refused: the question was refused although the pack covers it.
        passed: the question was answered although the pack doesn't cover it, as a share of such questions.
        claimed: the same, without a caution.
        cautioned: the question was answered with a caution although the pack covers it.
    """

    first: float
    shown: float
    wrong: float
    refused: float
    passed: float
    claimed: float
    cautioned: float


def outcome(asked: Iterable[Asked], look: Look) -> Outcome:
    """Return the results for some questions."""
    found = [(each, look(each)) for each in asked]
    covered = [(each, result) for each, result in found if each.is_covered]
    off_topic = [result for each, result in found if not each.is_covered]
    return Outcome(
        first=_share(result.is_covered and _answers(each, result.hits[:1]) for each, result in covered),
        shown=_share(result.is_covered and _shows(each, result) for each, result in covered),
        wrong=_share(result.is_covered and not _shows(each, result) for each, result in covered),
        refused=_share(not result.is_covered for _, result in covered),
        passed=_share(result.is_covered for result in off_topic),
        claimed=_share(result.is_sure for result in off_topic),
        cautioned=_share(result.is_covered and not result.is_sure for _, result in covered),
    )


def _shows(asked: Asked, found: Found) -> bool:
    return _answers(asked, worth_showing(found.hits))


def _answers(asked: Asked, hits: Sequence[Hit]) -> bool:
    return any(asked.teaches & {heading(hit.item), *hit.teaches} for hit in hits)


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def groups(asked: Sequence[Asked], *, held_out: bool) -> Iterator[tuple[str, list[Asked]]]:
    """Yield groups of questions with their names."""
    if held_out:
        held = [each for each in asked if each.held_out]
        for kind, pack in dict.fromkeys((each.kind, each.pack) for each in held):
            yield f"held out, {kind}, {pack}", [each for each in held if (each.kind, each.pack) == (kind, pack)]
        return
    seen = [each for each in asked if not each.held_out]
    for kind, pack in dict.fromkeys((each.kind, each.pack) for each in seen):
        yield f"{kind}, {pack}", [each for each in seen if (each.kind, each.pack) == (kind, pack)]
    for style in dict.fromkeys(each.style for each in seen if each.style and each.is_covered):
        yield f"style: {style}", [each for each in seen if each.style == style]


def print_quality(searcher: Searcher, seed: int, *, held_out: bool) -> None:
    """Print one line per group and search method."""
    ways = {"plain BM25": searcher.plain, "by words": searcher.words, "words and meaning": searcher.both}
    print(f"{'':<65}{'first':>7}{'shown':>7}{'wrong':>7}{'refused':>9}{'off topic':>11}{'sure':>7}{'caution':>9}")
    for name, asked in groups(list(questions(seed)), held_out=held_out):
        label = f"{name} ({len(asked)})"
        for way, look in ways.items():
            was = outcome(asked, look)
            shares = f"{was.first:7.2f}{was.shown:7.2f}{was.wrong:7.2f}{was.refused:9.3f}{was.passed:11.3f}"
            shares += f"{was.claimed:7.3f}{was.cautioned:9.3f}"
            print(f"{label:<46}{way:<19}{shares}")
            label = ""


def speed(searcher: Searcher) -> list[Row]:
    """Return how long a question takes with 10,000 items, and how much memory that and the model take."""
    before = _resident()
    pack = _large(searcher.first_pack, Random(1))
    finder = Finder(pack)
    vectors = Vectors(pack, answering(pack), _drawn(pack), searcher.everyday)
    asked = [each.text for each in questions() if not each.held_out]
    taken = []
    for question in (asked * 2)[:_QUERIES]:
        start = time.thread_time()
        query = finder.query(finder.corrected(question))
        (meaning,) = searcher.model.encode(query.spelled_out)
        finder.ranking.find(query, meaning, vectors, LOOKED_AT)
        taken.append((time.thread_time() - start) * 1000)
    return [
        Row(f"a question among {_ITEMS:,} items, processor time, median", percentile(taken, 0.5), "ms"),
        Row(f"a question among {_ITEMS:,} items, processor time, p99", percentile(taken, 0.99), "ms", 10),
        Row("memory of such a pack, its indexes and the model", _resident() - before, "MB"),
    ]


def _drawn(pack: Pack) -> dict[str, Meaning]:
    """Return random embeddings for a pack's texts, because computing 10,000 real ones takes minutes."""
    random = np.random.default_rng(1)
    found = {}
    for text, by_token in texts_of(pack).items():
        vector = random.normal(size=_DIMENSIONS).astype(np.float32)
        tokens = random.normal(size=(len(text) // 5 if by_token else 0, _TOKEN)).astype(np.float32)
        found[text] = Meaning(vector, tokens)
    return found


def _large(pack: Pack, random: Random) -> Pack:
    """Return a pack with many tips, made of sentences from a real one."""
    sentences = [sentence for tip in pack.tips for sentence in tip.text.split(". ")]
    titles = [each for tip in pack.tips for each in tip.title.split()]
    tips = tuple(
        Tip(
            id=f"tip-{number}",
            objectives=(random.choice(pack.objectives).id,),
            title=" ".join(random.sample(titles, 4)),
            text=". ".join(random.sample(sentences, 4)),
        )
        for number in range(_ITEMS)
    )
    return pack.model_copy(update={"id": "large", "tips": tips})


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the quality and, unless held-out questions are wanted, the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which questions are held out")
    parser.add_argument(
        "--held-out", action="store_true", help="measure the held-out questions instead of all others"
    )
    given = parser.parse_args(arguments)
    searcher = Searcher()
    print_quality(searcher, given.seed, held_out=given.held_out)
    if not given.held_out:
        show("Speed", speed(searcher))


if __name__ == "__main__":
    main()
