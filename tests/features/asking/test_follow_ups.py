"""Follow-ups: a question that says too little alone is read with its asker's previous one, for five minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.asking.follow_up_phrasings import follows
from bot.features.asking.follow_ups import Asked, FollowUps
from bot.language.people import MemberKey
from tests.features.lessons.asking import asker

FIRST = "which pet needs an aquarium?"


def after_a_question() -> FollowUps:
    follow_ups = FollowUps()
    reading = follow_ups.read(asker(), "pets", FIRST)
    follow_ups.note(asker(), "pets", reading, ["term:aquarium"])
    return follow_ups


@pytest.mark.parametrize(
    "said",
    [
        "in which order?", "at what temperature?", "what colour?",
        "why?", "and who does that?", "how come it is so?", "for example?", "more examples please",
        "what about cats?", "and for dogs?", "how does it work", "why is that",
        "in simple words?", "explain that simply", "can you give an example?",
    ],
)  # fmt: skip
def test_a_follow_up_is_read_with_the_question_before(said: str) -> None:
    assert follows(said)
    assert after_a_question().read(asker(minute=4), "pets", said).question == f"{FIRST} {said}"


@pytest.mark.parametrize("said", ["more", "More, please!", "tell me more", "anything else?"])
def test_more_is_the_same_question_without_what_was_shown(said: str) -> None:
    reading = after_a_question().read(asker(minute=1), "pets", said)
    assert reading.question == FIRST
    assert reading.seen == ("term:aquarium",)


def test_why_is_not_answered_by_what_was_just_read() -> None:
    follow_ups = FollowUps()
    follow_ups.note(asker(), "pets", Asked(FIRST), ["term:aquarium", "tip:water"])
    assert follow_ups.read(asker(minute=1), "pets", "who is that?").seen == ()
    why = follow_ups.read(asker(minute=1), "pets", "why?")
    assert why.seen == ("term:aquarium",), "the tip was shown in one sentence"
    follow_ups.note(asker(minute=1), "pets", why, ["tip:water", "tip:filter"])
    assert follow_ups.read(asker(minute=2), "pets", "why?").seen == ("term:aquarium", "tip:water")
    assert follow_ups.read(asker(minute=2), "pets", "more").seen == ("term:aquarium", "tip:water", "tip:filter")


@pytest.mark.parametrize("said", ["what is a walk?", "why do dogs bark", "how much does a cat cost?", "aquarium"])
def test_a_question_with_a_subject_stands_alone(said: str) -> None:
    assert after_a_question().read(asker(minute=1), "pets", said).question == said


def test_setting_the_clock_keeps_no_question_longer() -> None:
    now = 0.0
    follow_ups = FollowUps(lambda: now)
    follow_ups.note(asker(), "pets", Asked(FIRST), [])
    now = 299.0
    assert follow_ups.is_expected(asker(), "why?")
    now = 301.0
    assert not follow_ups.is_expected(asker(), "why?")
    assert len(follow_ups._before) == 0


def test_a_follow_up_continues_ones_own_question_in_the_same_place_for_five_minutes() -> None:
    follow_ups = after_a_question()
    assert follow_ups.is_expected(asker(minute=5), "why?")
    assert not follow_ups.is_expected(asker(minute=6), "why?")
    assert not follow_ups.is_expected(asker("Ben", minute=1), "why?")
    assert not follow_ups.is_expected(asker(place="other", minute=1), "why?")
    assert not follow_ups.is_expected(asker(tenant="other", minute=1), "why?")
    assert follow_ups.read(asker(minute=1), "bakery", "why?").question == "why?"


async def test_erasing_an_asker_forgets_what_they_asked() -> None:
    follow_ups = after_a_question()
    await follow_ups.forget(MemberKey(asker().tenant.key, asker().member.id))
    assert not follow_ups.is_expected(asker(minute=1), "why?")


@given(st.text())
def test_any_text_can_follow(said: str) -> None:
    assert said in (reading := after_a_question().read(asker(minute=1), "pets", said)).question or reading.seen


def test_a_follow_up_may_have_a_subject_of_its_own() -> None:
    assert after_a_question().read(asker(minute=1), "pets", "and a litter box?").subject == {"litter", "box"}
    assert after_a_question().read(asker(minute=1), "pets", "why?").subject == set()
