"""The bundled pack takes typed answers that a fair marker would take, and refuses those they would refuse."""

from collections import Counter, defaultdict
from pathlib import Path
from zlib import crc32

import pytest

from bot.content.answers import vocabulary, wanted
from bot.content.question import FreeTextQuestion
from bot.features.reviews.deck import Deck
from bot.features.reviews.deck import wanted as wanted_of_card
from bot.judging.judge import judge
from bot.judging.model import Verdict, Wanted
from bot.language.text import clean
from tests.packs import bundled

_FILE = Path(__file__).parents[1] / "packs" / "typed_answers.tsv"
ROWS = [line.split("\t") for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

LEAST_TAKEN = {"question": 0.96, "card": 0.80}
LEAST_REFUSED = 0.97


def kind_of(asked: str) -> str:
    """Whether something is a question or a card."""
    return "card" if ":" in asked else "question"


def accepted() -> dict[str, Wanted]:
    """What each typed question and card accepts, by id."""
    pack = bundled()
    deck = Deck(pack)
    questions = {each.id: wanted(each, pack) for each in pack.questions if isinstance(each, FreeTextQuestion)}
    return questions | {card.id: wanted_of_card(card, pack) for card in deck.cards if card.typed}


def is_held_out(asked: str, typed: str) -> bool:
    """Whether an answer is among the third that wasn't looked at while questions were tuned."""
    return crc32(f"{asked} {typed}".encode()) % 3 == 0


def test_every_typed_question_and_card_has_its_list() -> None:
    found = Counter((asked, verdict) for asked, verdict, _ in ROWS)

    assert {asked for asked, _, _ in ROWS} == accepted().keys()
    assert all(count >= (8 if verdict == "right" else 4) for (_, verdict), count in found.items())
    assert len({(asked, typed) for asked, _, typed in ROWS}) == len(ROWS)


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("kind", ["question", "card"])
def test_fair_answers_are_taken_and_tempting_ones_refused(kind: str, held_out: bool) -> None:
    by_id, known = accepted(), vocabulary(bundled())
    judged: defaultdict[str, list[bool]] = defaultdict(list)
    for asked, verdict, typed in ROWS:
        if kind_of(asked) == kind and is_held_out(asked, typed) is held_out:
            judged[verdict].append(judge(clean(typed), by_id[asked], known).verdict.counts)

    assert sum(judged["right"]) >= LEAST_TAKEN[kind] * len(judged["right"])
    assert judged["wrong"].count(False) >= LEAST_REFUSED * len(judged["wrong"])


def test_the_answer_shown_is_always_right_and_replies_are_given() -> None:
    known = vocabulary(bundled())

    for each in accepted().values():
        assert judge(each.answers[0], each, known).verdict is Verdict.RIGHT
        for rejected in each.rejected:
            assert {judge(answer, each, known).reply for answer in rejected.answers} == {rejected.reply}
