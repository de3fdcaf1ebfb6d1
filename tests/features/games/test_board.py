"""Boards and reports: what places see, and what they mustn't see."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.question import ChoiceQuestion, Question
from bot.features.games import board
from bot.features.games.events import Answered, Ended, EndReason, Given
from bot.features.games.lobby import lobby
from bot.features.games.model import Venue
from bot.features.games.report import headline, report, review
from bot.features.games.rules import Mode
from bot.features.games.standings import standings
from bot.features.games.state import GameState
from bot.features.games.teaming import deal, smallest
from bot.features.quizzes.posed import IN_GAME, Posed
from bot.features.quizzes.questions import bank
from bot.features.teams.model import Team, coloured, label
from bot.language.controls import Menu
from bot.language.length import lines
from bot.language.message import Facts
from bot.language.people import MemberKey
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from tests.features.games.games import ANA, BEN, CLEO, DAN, PEOPLE, SECOND, T0, TENANT
from tests.features.games.test_game import Table
from tests.packs import bundled, pets

HERE = Venue(TENANT, "general", "#general")
ELSEWHERE = Venue("slack:T1", "C1", "Owls")
QUESTIONS = tuple(name for name, each in bank(pets()).items() if ":" not in name)


def posed(state: GameState, position: int) -> Posed:
    question: Question = bank(pets())[state.rules.questions[position]]
    return Posed(pets(), question, state.game, position, state.rules.seed, IN_GAME)


def opened(names: tuple[str, ...] = QUESTIONS, **rules: object) -> Table:
    table = Table(questions=names, **rules)
    table.join(*PEOPLE)
    table.until_open()
    return table


answers = st.dictionaries(
    st.sampled_from(PEOPLE), st.tuples(st.sampled_from("01"), st.booleans(), st.floats(0, 20)), min_size=1
)


@given(answers, st.sampled_from(QUESTIONS), st.sampled_from(Mode), st.data())
def test_an_open_question_shows_how_many_have_answered_and_nothing_else(
    chosen: dict[MemberKey, tuple[str, bool, float]], name: str, mode: Mode, data: st.DataObject
) -> None:
    table = opened((name,), mode=mode)
    boards = set()
    for _ in range(2):  # the same people, different answers
        state = table.state
        for who in chosen:
            given_, right, after = data.draw(st.tuples(st.sampled_from("01"), st.booleans(), st.floats(0, 20)))
            at = state.rounds[0].opens_at + after * SECOND
            table.state = state
            table.happen(Answered(answers=(Given(who, 0, given_, right, at, 100 * right),)))
            state = table.state
        boards.add(plain(board.question(state, posed(state, 0), HERE, T0)))
        table = opened((name,), mode=mode)
    assert len(boards) == 1
    shown = boards.pop()
    assert "✓" not in shown
    assert not any(who.member in shown.split() for who in PEOPLE)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_closed_question_of_any_kind_is_explained(name: str) -> None:
    table = opened((name,))
    table.answer(ANA, 1)
    table.now += 30 * SECOND
    table.due()
    shown = plain(board.question(table.state, posed(table.state, 0), HERE, table.now))
    assert "The right " in shown
    assert "No answer: 4" in shown
    assert "The podium comes at " in shown


def test_a_game_that_pauses_because_everyone_is_silent_says_so_and_what_to_press() -> None:
    table = opened(QUESTIONS[:4])
    for _ in range(3):
        table.until_open()
        table.now += 30 * SECOND
        table.due()
    table.due()
    shown = board.question(table.state, posed(table.state, 2), HERE, table.now)
    assert "Nobody answered the last 3 questions, so the game's paused; Ana can press Host controls …" in plain(shown)
    assert "Host controls …" in [each.label for each in buttons(shown)]


def test_a_question_that_nobody_answers_shows_no_zeros() -> None:
    table = opened(QUESTIONS[:1], mode=Mode.EVERYONE)
    table.now += 30 * SECOND
    table.due()
    shown = plain(board.question(table.state, posed(table.state, 0), HERE, table.now))
    assert "Nobody answered this one." in shown
    assert shown.count("Nobody") == 1, "it's said once that nobody scored"
    assert ": 0" not in shown
    assert "· 0" not in shown


def test_long_options_are_cut_where_they_are_counted() -> None:
    name = next(each for each in QUESTIONS if bank(pets())[each].type == "choice")
    table = opened((name,), mode=Mode.EVERYONE)
    table.answer(ANA, 1)
    table.now += 30 * SECOND
    table.due()
    put = posed(table.state, 0)
    question = put.question
    assert isinstance(question, ChoiceQuestion)
    longer = [each.model_copy(update={"text": f"{each.text} and what comes after it."}) for each in question.options]
    put = replace(put, question=question.model_copy(update={"options": longer}))
    facts = [each for each in board.question(table.state, put, HERE, table.now).blocks if isinstance(each, Facts)]
    labels = [label for each in facts for label, _ in each.pairs]
    assert len(labels) > len(longer)
    assert all(len(label.removeprefix("✓ ")) <= 29 and not label.endswith(".") for label in labels)


@pytest.mark.parametrize("kind", ["several", "mistake", "match", "order", "choice", "which-side"])
def test_a_closed_question_fits_a_phone_however_many_play(kind: str) -> None:
    questions = bank(bundled())
    crowd = [MemberKey(TENANT, f"player number {number}") for number in range(40)]
    names = [name for name, each in questions.items() if each.type == kind and ":" not in name][:6]
    assert names
    for name in names:
        table = Table(questions=(name,), mode=Mode.EVERYONE)
        table.join(*crowd)
        table.until_open()
        for number, who in enumerate(crowd):
            table.answer(who, number / 4, right=number % 3 > 0)
        table.due()
        of = Posed(bundled(), questions[name], table.state.game, 0, table.state.rules.seed, IN_GAME)
        shown = board.question(table.state, of, HERE, table.now)
        assert lines(shown.blocks) <= 25, plain(shown)
        assert "… and " in plain(shown)


def test_long_lists_are_cut() -> None:
    table = Table(mode=Mode.EVERYONE)
    table.join(*(MemberKey(TENANT, f"m{number}") for number in range(30)))
    assert "Players (30): m0, m1" in plain(lobby(table.state, pets(), HERE))
    assert "m11 and 18 more" in plain(lobby(table.state, pets(), HERE))
    assert "Players (30): 30 from another place" in plain(lobby(table.state, pets(), ELSEWHERE))


def over(mode: Mode, gains: dict[MemberKey, float]) -> GameState:
    """Return a game of one question that some people got right, each after a number of seconds."""
    table = opened(QUESTIONS[:1], mode=mode)
    for who, after in gains.items():
        table.answer(who, after)
    table.now += 30 * SECOND
    table.due()
    table.happen(Ended(at=table.now, why=EndReason.FINISHED))
    return table.state


@pytest.mark.parametrize(
    ("mode", "gains", "words"),
    [
        (Mode.EVERYONE, {ANA: 0.0}, "ana won!"),
        (Mode.EVERYONE, {ANA: 0.0, BEN: 0.0}, "ana and ben share first place!"),
        (Mode.EVERYONE, {ANA: 0.0, BEN: 0.0, DAN: 0.1}, "ana, ben and dan share first place!"),
        (Mode.EVERYONE, {}, "Nobody scored this time"),
        (Mode.DUEL, {BEN: 3.0}, "ben won!"),
        (Mode.TEAMS, {CLEO: 3.0}, "Red played alone: 185 points"),
        (Mode.TOGETHER, dict.fromkeys(PEOPLE, 0.0), "Target reached: well done, all of you!"),
        (Mode.TOGETHER, dict.fromkeys(PEOPLE[:3], 5.0), "So close: you didn't reach the target"),
        (Mode.TOGETHER, {ANA: 0.0}, "Not this time: you didn't reach the target"),
        (Mode.TOGETHER, {}, "Not this time: you didn't reach the target"),
    ],
)
def test_headlines(mode: Mode, gains: dict[MemberKey, float], words: str) -> None:
    state = over(mode, gains)
    assert headline(state, standings(state)) == words
    assert plain(report(state, pets(), bank(pets()), HERE, ())).startswith(words)


@pytest.mark.parametrize("mode", Mode)
def test_where_nobody_scored_there_are_no_ranks(mode: Mode) -> None:
    said = plain(report(over(mode, {}), pets(), bank(pets()), HERE, ()))
    assert "1. " not in said
    assert ("Together: 0 of" in said) is (mode is Mode.TOGETHER)


@pytest.mark.parametrize("mode", Mode)
def test_players_are_set_off_from_their_teams(mode: Mode) -> None:
    said = plain(report(over(mode, {ANA: 0.0, BEN: 3.0}), pets(), bank(pets()), HERE, ()))
    assert ("Best players" in said) is (mode in (Mode.TEAMS, Mode.TOGETHER))
    assert ("took part, too." in said) is (mode not in (Mode.ELIMINATION, Mode.DUEL)), (
        "nobody is ranked who hasn't scored"
    )


def test_a_stopped_game_says_so() -> None:
    table = opened()
    table.happen(Ended(at=table.now, why=EndReason.STOPPED))
    said = plain(report(table.state, pets(), bank(pets()), HERE, ()))
    assert said.startswith("The game ended before a question counted")
    assert "The host stopped the game." in said
    table.state = replace(table.state, ended=EndReason.ABANDONED)
    said = plain(report(table.state, pets(), bank(pets()), HERE, ()))
    assert "The game waited half an hour for a host, so I ended it." in said, "it may never have started"


def test_a_review_is_of_ones_own_answers() -> None:
    state = over(Mode.EVERYONE, {ANA: 0.0})
    assert "A clean sheet" in plain(review(state, pets(), bank(pets()), ANA))
    assert "You didn't answer." in plain(review(state, pets(), bank(pets()), BEN))
    with pytest.raises(Refusal, match="You didn't answer in that game"):
        review(state, pets(), bank(pets()), MemberKey(TENANT, "zoe"))


def test_a_review_shows_a_few_questions_at_a_time() -> None:
    table = opened(QUESTIONS[:5], mode=Mode.EVERYONE)
    for _ in range(5):
        table.until_open()
        table.answer(ANA, 1, right=False)
        table.now += 30 * SECOND
        table.due()
    table.happen(Ended(at=table.now, why=EndReason.FINISHED))
    pages = [review(table.state, pets(), bank(pets()), ANA, first) for first in (0, 3, 999)]
    assert [plain(each).count("You said: ") for each in pages] == [3, 2, 2]
    turned = [[each.label for each in buttons(page) if each.label in ("More (2)", "Back")] for page in pages]
    assert turned == [["More (2)"], ["Back"], ["Back"]]
    assert pages[1] == pages[2]
    assert all(any(isinstance(each, Menu) for each in page.blocks) for page in pages)


def test_teams_are_dealt_evenly_and_joined_where_one_is_missing() -> None:
    table = Table()
    assert smallest(table.state) == "red"
    table.join(ANA)
    assert smallest(table.state) == "blue"
    table.join(BEN, CLEO, DAN)
    dealt = [team for _, team in deal(table.state, Random(1))]
    assert sorted(dealt) == ["blue", "blue", "red", "red"]
    assert smallest(Table(mode=Mode.DUEL).state) == ""
    assert [each.name for each in coloured(3)] == ["Red", "Blue", "Green"]
    assert label(Team("x", "Foxes", "red")) == "🔴 Foxes"
    assert label(Team("red", "Red", "red")) == "Red"
    assert table.now == T0
