"""What each player hears about a question once it has closed."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.question import ChoiceQuestion
from bot.features.games import events
from bot.features.games.events import Answered, Given
from bot.features.games.model import SOMEONE, Venue
from bot.features.games.personal_results import personal_results
from bot.features.games.rules import Mode
from bot.features.games.standings import standings
from bot.features.quizzes.questions import bank
from bot.features.scoring.ranks import said_of, standings_of
from bot.language.message import Tone
from bot.language.people import MemberKey
from bot.language.plain import plain
from bot.language.text import ordinal
from tests.features.games.games import ANA, BEN, CLEO, DAN, EVA, PEOPLE, SECOND, TENANT
from tests.features.games.test_board import QUESTIONS, posed
from tests.features.games.test_game import Table
from tests.packs import pets


def close(table: Table) -> None:
    table.now += 60 * SECOND
    table.due()


def told(table: Table, *people: MemberKey, position: int = 0) -> list[str]:
    """Return what some players hear, without the note that only they can see it."""
    results = personal_results(table.state, posed(table.state, position), people)
    return [plain(results[who]).removeprefix("(only you can see this)\n\n") for who in people]


def first(table: Table, who: MemberKey, position: int = 0) -> str:
    return told(table, who, position=position)[0].split("\n")[0]


def everyone(*people: MemberKey, names: tuple[str, ...] = QUESTIONS[:3], **rules: object) -> Table:
    table = Table(questions=names, **{"mode": Mode.EVERYONE, **rules})
    table.join(*people)
    table.until_open()
    return table


def test_typos_and_near_misses_are_told_as_such() -> None:
    typed = next(name for name in QUESTIONS if bank(pets())[name].type == "free-text")
    table = everyone(ANA, BEN, CLEO, names=(typed,))
    for who, said, right in ((ANA, "aquaruim", True), (BEN, "aqua", False), (CLEO, "aquarium, I think", True)):
        table.happen(Answered(answers=(Given(who, 0, said, right, table.now, 100 * right),)))
    close(table)
    assert first(table, ANA).startswith("✓ Right! It's spelt aquarium. +1,000.")
    assert first(table, BEN).startswith("✗ So close. You're 3rd")
    assert first(table, CLEO).startswith("✓ Right! +1,000.")


def test_right_and_wrong_and_where_one_stands() -> None:
    table = everyone(ANA, BEN, CLEO)
    table.answer(ANA, 0)
    table.answer(BEN, 10)
    table.answer(CLEO, 1, right=False)
    close(table)
    assert first(table, ANA) == "✓ Right! +1,000. You're 1st, 250 ahead of ben."
    assert first(table, BEN) == "✓ Right! +750. You're 2nd, 250 behind ana."
    wrong = told(table, CLEO)[0]
    assert wrong.startswith("✗ Not quite. You're 3rd, 750 behind ben.")
    assert "The right " in wrong
    assert "You said: " in wrong


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_kind_of_question_says_what_was_right_to_those_who_were_not(name: str) -> None:
    table = everyone(ANA, BEN, names=(name,))
    kind = posed(table.state, 0).question.type
    said = {"order": "10", "free-text": "what I typed"}.get(kind, "1")
    for who, right in ((ANA, True), (BEN, False)):
        table.happen(Answered(answers=(Given(who, 0, said, right, table.now, 100 * right),)))
    close(table)
    knew, missed = told(table, ANA, BEN)
    assert "The right " not in knew
    assert "The right " in missed
    assert "You said: " in knew
    assert ("what I typed" in missed) is (kind == "free-text")


def test_who_chose_wrong_hears_why_that_one_is_not_right() -> None:
    name = next(each for each in QUESTIONS if isinstance(bank(pets())[each], ChoiceQuestion))
    table = everyone(ANA, BEN, names=(name,))
    question = posed(table.state, 0).question
    assert isinstance(question, ChoiceQuestion)
    number, chosen = next((number, each) for number, each in enumerate(question.options) if not each.correct)
    table.happen(Answered(answers=(Given(ANA, 0, str(number), False, table.now, 0),)))
    close(table)
    why, silent = told(table, ANA, BEN)
    assert chosen.why
    assert chosen.why in why
    assert chosen.why not in silent
    right = next(each for each in question.options if each.correct)
    assert f"The right answer is {right.text}" in why
    assert f"The right answer is {right.text}" in silent


def test_ties_are_shared() -> None:
    table = everyone(ANA, BEN, CLEO, DAN)
    for who in (ANA, BEN):
        table.answer(who, 0)
    for who in (CLEO, DAN):
        table.answer(who, 10)
    close(table)
    assert first(table, ANA) == "✓ Right! +1,000. You share 1st place with ben, 250 ahead of cleo and dan."
    assert first(table, DAN) == "✓ Right! +750. You share 3rd place with cleo, 250 behind ana and ben."


def test_all_level() -> None:
    table = everyone(ANA, BEN)
    table.answer(ANA, 0)
    table.answer(BEN, 0)
    close(table)
    assert first(table, ANA).endswith("You're level with ben on 1,000 points.")


def test_alone() -> None:
    table = everyone(ANA)
    table.answer(ANA, 0)
    close(table)
    assert first(table, ANA) == "✓ Right! +1,000. You have 1,000 points."


def test_nobody_has_points() -> None:
    table = everyone(ANA, BEN, CLEO)
    for who in (ANA, BEN, CLEO):
        table.answer(who, 1, right=False)
    close(table)
    said = told(table, ANA)[0]
    assert said.startswith("✗ Not quite. Nobody has points yet.")
    assert "Nobody knew this one." in said


def test_a_rank_beyond_the_board_says_out_of_how_many() -> None:
    crowd = [MemberKey(TENANT, f"m{number:02}") for number in range(24)]
    table = everyone(*crowd)
    for number, who in enumerate(crowd):
        table.answer(who, 1 + number / 2)
    close(table)
    assert "You're 14th of 24, 12 behind m12." in first(table, crowd[13])
    assert "You're 10th, 12 behind m08." in first(table, crowd[9])


def test_many_are_counted() -> None:
    crowd = [MemberKey(TENANT, f"m{number}") for number in range(9)]
    table = everyone(ANA, *crowd)
    table.answer(ANA, 0)
    for who in crowd:
        table.answer(who, 2, right=False)
    close(table)
    assert first(table, ANA) == "✓ Right! +1,000. You're in 1st place.", "who has no points isn't named"
    assert "Only you knew this!" in told(table, ANA)[0]
    assert first(table, crowd[0]) == "✗ Not quite. You share 2nd place with m1, m2 and 6 others, 1,000 behind ana."


def test_a_streak_is_counted_and_broken() -> None:
    table = everyone(ANA, BEN)
    for position in range(3):
        table.until_open()
        table.answer(ANA, 1)
        table.answer(BEN, 1, right=position != 1)
        close(table)
        said = told(table, ANA, BEN, position=position)
        assert ("in a row" in said[0]) is (position > 0)
        assert "in a row" not in said[1]
    assert "That's 3 in a row." in said[0]


def test_two_are_no_crowd() -> None:
    table = everyone(ANA, BEN)
    table.answer(ANA, 1)
    table.answer(BEN, 1, right=False)
    close(table)
    assert "Only you" not in told(table, ANA)[0]


def test_a_team_hears_what_it_gained() -> None:
    table = Table(questions=QUESTIONS[:2])
    table.join(ANA, BEN, team="red")
    table.join(CLEO, team="blue")
    table.until_open()
    table.answer(ANA, 0)
    table.answer(CLEO, 10)
    close(table)
    assert first(table, ANA) == "✓ Right! +1,000. Red gained 500. Your team is 2nd, 250 behind Blue."
    assert first(table, CLEO) == "✓ Right! +750. Blue gained 750. Your team is 1st, 250 ahead of Red."


def test_together_hears_of_the_target() -> None:
    table = everyone(ANA, BEN, mode=Mode.TOGETHER)
    said = []
    for position in range(3):
        table.until_open()
        table.answer(ANA, 0)
        table.answer(BEN, 0)
        close(table)
        said.append(first(table, ANA, position))
    assert said == [
        "✓ Right! +1,000. Together you have 1,000 of 1,800 points.",
        "✓ Right! +1,000. Together you have 2,000 of 1,800 points. That's the target!",
        "✓ Right! +1,000. Together you have 3,000 points; the target was 1,800.",
    ]


def test_an_answer_that_was_not_finished_in_time() -> None:
    table = everyone(ANA, BEN)
    table.answer(ANA, 0)
    close(table)
    said = told(table, BEN)[0]
    assert said.startswith("✗ Time's up. You're 2nd, 1,000 behind ana.")
    assert "You said" not in said


def test_a_question_that_was_passed_over_says_so() -> None:
    table = everyone(ANA, BEN)
    table.answer(ANA, 0)
    table.happen(events.Skipped(at=table.now, position=0, next_at=table.now))
    assert told(table, ANA) == ["This question was skipped, so it doesn't count."]


def test_who_is_out_of_the_game_hears_nothing() -> None:
    table = everyone(ANA, BEN, CLEO)
    for who in (ANA, BEN, CLEO):
        table.answer(who, 0)
    close(table)
    table.happen(events.Kicked(at=table.now, who=BEN))
    stranger = MemberKey(TENANT, "zoe")
    results = personal_results(table.state, posed(table.state, 0), (ANA, BEN, stranger))
    assert set(results) == {ANA}
    assert "ben" not in plain(results[ANA])


def test_who_left_still_hears_of_what_they_answered() -> None:
    table = everyone(ANA, BEN)
    table.answer(ANA, 0)
    table.happen(events.Left(at=table.now, who=BEN))
    table.answer(BEN, 0)
    close(table)
    assert first(table, BEN).startswith("✓ Right!")


def test_names_stay_on_their_own_side() -> None:
    table = everyone(ANA, BEN)
    table.answer(ANA, 0)
    close(table)
    elsewhere = Venue("slack:T1", "C1", "Owls")
    players = {**table.state.players, ANA: replace(table.state.players[ANA], place="other")}
    round_ = replace(table.state.rounds[0], players=players)
    state = replace(table.state, players=players, rounds=(round_,), venues=(*table.state.venues, elsewhere))
    said = plain(personal_results(state, posed(state, 0), (BEN,))[BEN])
    assert "ana" not in said
    assert "1,000 behind 1 player." in said


scores = st.dictionaries(
    st.sampled_from("abcdefghijklmnop"), st.integers(0, 4).map(lambda number: number * 250), min_size=1
)


@given(scores)
def test_standings_agree_with_counting(points: Mapping[str, int]) -> None:
    found = standings_of(points)
    assert found.keys() == points.keys()
    for who, standing in found.items():
        above = sorted({each for each in points.values() if each > points[who]})
        below = sorted({each for each in points.values() if each < points[who]})
        near = above[0] if above else below[-1] if below else None
        assert standing.rank == 1 + sum(each > points[who] for each in points.values())
        assert set(standing.beside) == {other for other in points if other != who and points[other] == points[who]}
        assert set(standing.rivals) == {other for other in points if points[other] == near}
        assert standing.gap == (0 if near is None else abs(near - points[who]))


@given(scores)
def test_a_standing_is_one_clean_sentence(points: Mapping[str, int]) -> None:
    for standing in standings_of(points).values():
        said = said_of(standing, str)
        assert said.endswith(".")
        assert "{" not in said
        assert "  " not in said
        assert ", ." not in said


@given(
    st.dictionaries(st.sampled_from(PEOPLE), st.tuples(st.booleans(), st.floats(0, 20))),
    st.sampled_from(Mode),
    st.booleans(),
)
def test_what_is_said_agrees_with_the_standings(
    given_: dict[MemberKey, tuple[bool, float]], mode: Mode, streaks: bool
) -> None:
    table = Table(questions=QUESTIONS[:1], mode=mode, streaks=streaks)
    table.join(ANA, BEN, CLEO, team="red")
    table.join(DAN, EVA, team="blue")
    table.until_open()
    for who, (right, after) in given_.items():
        if who in table.state.players:
            table.answer(who, after, right=right)
    close(table)
    score = standings(table.state).players
    results = personal_results(table.state, posed(table.state, 0), PEOPLE)
    assert results.keys() == table.state.players.keys()
    for who, said in results.items():
        assert said.private
        assert said.replaces
        opening = plain(said).split("\n")[2]
        right, _ = given_.get(who, (False, 0.0))
        assert opening.startswith("✓ Right!" if right else "✗ ")
        assert (f"+{score[who].gained:,}. " in opening) is right


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
        (102, "102nd"),
    ],
)
def test_ordinals(number: int, written: str) -> None:
    assert ordinal(number) == written


def test_right_and_wrong_have_their_colours() -> None:
    table = everyone(ANA, BEN, CLEO)
    table.answer(ANA, 0)
    table.answer(BEN, 1, right=False)
    close(table)
    results = personal_results(table.state, posed(table.state, 0), (ANA, BEN))
    assert [results[who].tone for who in (ANA, BEN)] == [Tone.RIGHT, Tone.WRONG]


def test_someone_who_left_is_named_as_a_sentence_goes_on() -> None:
    gone = MemberKey(TENANT, "erased:1")
    table = everyone(ANA)
    table.happen(events.Joined(at=table.now, who=gone, name=SOMEONE, team="", place="general"))
    for who in (ANA, gone):
        table.answer(who, 1)
    close(table)
    assert "You're level with someone who left on " in first(table, ANA)
