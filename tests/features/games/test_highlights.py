"""Highlights: what's worth a word, and how it's said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.games import events
from bot.features.games.commentary import commentary
from bot.features.games.events import EndReason
from bot.features.games.highlights import MOST, HighlightKind, of_game, of_question
from bot.features.games.model import Venue
from bot.features.games.race import race
from bot.features.games.report import headline, were_alone
from bot.features.games.rules import Mode
from bot.features.games.scoreboard import players, scoreboard
from bot.features.games.standings import course, ranking, standings
from bot.features.games.state import GamePhase
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.language.plain import plain
from tests.features.games.games import ANA, BEN, CLEO, DAN, EVA, PEOPLE, TENANT
from tests.features.games.test_game import Table
from tests.packs import pets

HERE, ELSEWHERE = Venue(TENANT, "general", "#general"), Venue("slack:T1", "C1", "Owls")
QUESTIONS = tuple(f"q{number}" for number in range(9))

Round = dict[MemberKey, tuple[float, bool]]


def played(
    *rounds: Round, mode: Mode = Mode.EVERYONE, who: tuple[MemberKey, ...] = PEOPLE, over: bool = False, goal: int = 0
) -> Table:
    """Return a game in which some people answered each question, after a number of seconds, right or wrong."""
    table = Table(mode=mode, questions=QUESTIONS, goal=goal)
    for number, each in enumerate(who):
        table.join(each, team=("red", "blue")[number % 2])
    for said in rounds:
        table.until_open()
        if table.state.phase is GamePhase.ENDED:  # only one is left in
            break
        for each, (after, right) in said.items():
            table.answer(each, after, right=right)
        table.now = max(table.now, table.state.rounds[-1].closes_at)
        table.due()
    if over:
        table.happen(events.Ended(at=table.now, why=EndReason.STOPPED))
    return table


def said(table: Table, position: int, venue: Venue = HERE) -> str:
    return commentary(table.state, of_question(table.state, position), venue)


ALL_RIGHT: Round = {who: (2.0 + number, True) for number, who in enumerate(PEOPLE)}


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        ((ALL_RIGHT,), "Everyone got it! ana was first, in 2.0 seconds."),
        ((dict.fromkeys(PEOPLE, (2.0, False)),), "Nobody got that one, so it's worth a second look."),
        (({ANA: (3.0, True), BEN: (1.0, False)},), "ana was the only one who knew."),
        (({ANA: (3.25, True), BEN: (1.0, True)},), "ben was first, in 1.0 seconds."),
        (({ANA: (3.25, True), BEN: (0.0, True)},), "ben was first, right away."),
        (({ANA: (3.25, True), BEN: (0.04, True)},), "ben was first, right away."),
        (({ANA: (3.25, True), BEN: (0.06, True)},), "ben was first, in 0.1 seconds."),
        (({ANA: (3.0, True), BEN: (3.0, True), CLEO: (9.0, True)},), ""),
        (
            ({ANA: (1.0, True), BEN: (2.0, True)}, {ANA: (9.0, False), BEN: (2.0, True), CLEO: (3, True)}),
            "ben took the lead!",
        ),
    ],
)
def test_a_question(rounds: tuple[Round, ...], words: str) -> None:
    found = said(played(*rounds), len(rounds) - 1)
    assert found == words or (words and found.startswith(words))


def test_two_who_both_know() -> None:
    assert said(played({ANA: (1, True), BEN: (2, True)}, who=(ANA, BEN)), 0).startswith("Both of you got it!")


def test_a_climb() -> None:
    first: Round = {ANA: (1, True), BEN: (2, True), CLEO: (3, True), DAN: (4, True), EVA: (19, True)}
    second: Round = {ANA: (1, True), BEN: (19, False), CLEO: (19, False), DAN: (19, False), EVA: (9, True)}
    assert "eva climbed from 5th to 2nd!" in said(played(first, second), 1)


def test_a_streak() -> None:
    rounds: list[Round] = [{ANA: (5, True), BEN: (5, number < 1), CLEO: (5, number == 2)} for number in range(3)]
    assert "ana has 3 right in a row." in said(played(*rounds), 2)


def test_who_is_out_is_always_said() -> None:
    rounds: list[Round] = [{ANA: (5, True), BEN: (5, True)}] * 3
    table = played(*rounds, mode=Mode.ELIMINATION, who=(ANA, BEN, CLEO, DAN))
    assert said(table, 2).startswith("cleo and dan are out.")
    alone = played(*[{ANA: (5.0, True), BEN: (5.0, True)}] * 3, mode=Mode.ELIMINATION, who=(ANA, BEN, CLEO))
    assert said(alone, 2).startswith("cleo is out.")


def test_the_last_two_are_announced_once_and_who_is_out_does_not_climb() -> None:
    zoe = MemberKey(TENANT, "zoe")
    who = (*PEOPLE, zoe)
    every: Round = {ANA: (1, True), BEN: (2, True), CLEO: (3, True), DAN: (4, True), EVA: (19, True), zoe: (5, True)}
    rounds: list[Round] = [every, *[{ANA: (1.0, True), BEN: (2.0, True)}] * 3, {ANA: (2, True), EVA: (0, True)}]
    table = played(*rounds, {ANA: (5, True)}, mode=Mode.ELIMINATION, who=who)
    assert said(table, 3) == "cleo, dan, eva and zoe are out. ana and ben are the last two in!"
    ranks = [{line.key: line.rank for line in ranking(table.state, each)}[EVA] for each in course(table.state)]
    assert ranks[3:5] == [6, 3]
    assert "climbs" not in said(table, 4)
    assert "last two" not in said(table, 5)


def test_four_are_named_and_of_five_three() -> None:
    losing: Round = {ANA: (5, True)}
    zoe = MemberKey(TENANT, "zoe")
    assert said(played(*[losing] * 3, mode=Mode.ELIMINATION), 2).startswith("ben, cleo, dan and eva are out.")
    table = played(*[losing] * 3, mode=Mode.ELIMINATION, who=(*PEOPLE, zoe))
    assert said(table, 2).startswith("ben, cleo, dan and 2 others are out.")


def test_who_leads_after_a_tie_has_taken_the_lead() -> None:
    level: Round = {ANA: (0, True), BEN: (0, True)}
    table = played(level, {BEN: (1, True)}, who=(ANA, BEN))
    assert "took the lead" not in said(table, 0)
    assert said(table, 1) == "ben took the lead!"


def test_reaching_a_goal_or_the_target_is_announced_once() -> None:
    quick: Round = {ANA: (0, True), BEN: (9, True)}
    table = played(*[quick] * 3, who=(ANA, BEN), goal=2000)
    assert "reached" not in said(table, 0)
    assert said(table, 1).startswith("ana reached 2,000 points!")
    teams = played(*[quick] * 2, mode=Mode.TEAMS, who=(ANA, BEN), goal=2000)
    assert said(teams, 1).startswith("Red reached 2,000 points!")
    together = played(*[quick] * 9, mode=Mode.TOGETHER, who=(ANA, BEN))
    reached = [position for position in range(9) if "That's the target!" in said(together, position)]
    assert len(reached) == 1
    shown = text_of(list(scoreboard(together.state, standings(together.state), HERE)))
    assert shown == "Together: 7,992 points. The target was 5,400."


def test_the_last_question_may_decide_it() -> None:
    first: list[Round] = [{ANA: (1, True), BEN: (9, True)}] * 2
    alone: Round = {BEN: (1, True)}
    table = played(*first, alone, who=(ANA, BEN), over=True)
    assert "ben took the lead with the very last question!" in commentary(table.state, of_game(table.state), HERE)
    table = played(*first, alone, alone, who=(ANA, BEN), over=True)
    assert "last question" not in commentary(table.state, of_game(table.state), HERE)


def test_all_who_got_everything_right_come_best_first_or_are_everyone() -> None:
    three: Round = {ANA: (9, True), BEN: (2, True), CLEO: (4, True)}
    table = played(*[three] * 3, who=(ANA, BEN, CLEO, DAN), over=True)
    assert commentary(table.state, of_game(table.state), HERE).endswith("ben, cleo and ana got all 3 right.")
    table = played(*[three] * 3, who=(ANA, BEN, CLEO), over=True)
    assert commentary(table.state, of_game(table.state), HERE).endswith("Everyone got all 3 right!")


def test_teams_lead_and_finish_close() -> None:
    table = played(
        {ANA: (1, True)},
        {BEN: (1, True), DAN: (1.2, True), CLEO: (9, False)},
        mode=Mode.TEAMS,
        who=(ANA, BEN, CLEO, DAN),
        over=True,
    )
    assert "Blue took the lead!" in said(table, 1)
    close = played({ANA: (1, True), BEN: (1.5, True)}, mode=Mode.TEAMS, who=(ANA, BEN), over=True)
    assert commentary(close.state, of_game(close.state), HERE) == "So close: 12 points between Red and Blue!"


def test_a_game() -> None:
    first: Round = {BEN: (1, True), CLEO: (1, True), DAN: (1, True), EVA: (1, True)}
    table = played(first, *[{ANA: (0.1, True), BEN: (15.0, True)}] * 2, {ANA: (0.1, True)}, over=True)
    found = commentary(table.state, of_game(table.state), HERE)
    assert "ana came all the way from 5th place!" in found
    perfect = played(*[{ANA: (9.0, True), BEN: (2.0, number == 0)} for number in range(3)], over=True)
    assert "ana got all 3 right." in commentary(perfect.state, of_game(perfect.state), HERE)


def test_the_last_one_in_was_never_behind_those_who_were_out() -> None:
    slow: Round = {ANA: (19.0, True), EVA: (18.0, True)}
    scoring: Round = dict.fromkeys((BEN, CLEO, DAN), (0.1, True))  # they're out, but answer for points
    losing: Round = slow | scoring | {EVA: (18.0, False)}
    table = played(*[slow] * 3, *[slow | scoring] * 2, *[losing] * 3, mode=Mode.ELIMINATION, over=True)
    assert headline(table.state, standings(table.state)) == "ana is the last one in!"
    assert "came all the way" not in commentary(table.state, of_game(table.state), HERE)


def test_people_of_another_side_are_not_named() -> None:
    table = Table(mode=Mode.TEAMS, questions=QUESTIONS)
    table.happen(events.VenueAdded(at=table.now, venue=ELSEWHERE))
    guest = MemberKey("slack:T1", "uma")
    table.join(ANA)
    table.happen(events.Joined(at=table.now, who=guest, name="Uma", place="C1"))
    table.until_open()
    table.answer(guest, 1)
    table.answer(ANA, 5)
    table.due()
    assert "Someone from Owls was first, in 1.0 seconds." in said(table, 0)
    assert "Uma" not in said(table, 0)
    assert "Uma was first" in said(table, 0, ELSEWHERE)
    assert "Someone from #general" not in said(table, 0, ELSEWHERE)


rounds_of_anything = st.lists(
    st.dictionaries(st.sampled_from(PEOPLE), st.tuples(st.floats(0, 20), st.booleans())), max_size=5
)


@given(rounds_of_anything, st.sampled_from(Mode))
def test_whatever_happens_a_line_is_short_and_true(rounds: list[Round], mode: Mode) -> None:
    if mode is Mode.DUEL:
        rounds = [{who: given_ for who, given_ in each.items() if who in PEOPLE[:2]} for each in rounds]
    table = played(*rounds, mode=mode, who=PEOPLE[:2] if mode is Mode.DUEL else PEOPLE, over=True)
    state = table.state
    for position in range(len(state.rounds)):
        found = of_question(state, position)
        assert len(found) <= MOST
        assert len({each.kind for each in found}) == len(found)
        line = commentary(state, found, HERE)
        assert len(line) < 160
        assert "\n" not in line
        kinds = {each.kind for each in found}
        gains = standings(state, position).by_question.get(position, {})
        if HighlightKind.EVERYONE in kinds:
            assert all(gains.values())
        if HighlightKind.NOBODY in kinds:
            assert not any(gains.values())
        for each in found:
            if each.kind is HighlightKind.FIRST:
                right = [a for a in state.rounds[position].answers.values() if a.right]
                assert min(right, key=lambda a: a.at).who == each.who[0]
            if each.kind is HighlightKind.COMEBACK:
                ranks = {line.key: line.rank for line in ranking(state, standings(state, position))}
                assert ranks[each.who[0]] == each.after < each.before
    assert len(of_game(state)) <= MOST
    card = race(state, pets(), HERE)
    if card is not None:
        last = [runner.ranks[-1] for runner in card.runners]
        assert last == sorted(last)


def text_of(blocks: list[object]) -> str:
    return plain(Message(tuple(blocks)))  # type: ignore[arg-type]


def test_a_scoreboard_has_one_line_a_player() -> None:
    table = played({ANA: (0, True), BEN: (10, True)}, {ANA: (10, True)})
    shown = text_of(list(scoreboard(table.state, standings(table.state), HERE, latest=True)))
    assert shown.splitlines() == [
        "1. ana · 1,750 (+750)",
        "2. ben · 750",
        "3. cleo · 0",
        "3. dan · 0",
        "3. eva · 0",
    ]
    assert text_of(list(players(table.state, standings(table.state), ELSEWHERE))) == ""


def test_a_scoreboard_of_teams_and_of_lives() -> None:
    teams = played({ANA: (0, True), BEN: (10, True)}, mode=Mode.TEAMS, who=(ANA, BEN))
    shown = text_of(list(scoreboard(teams.state, standings(teams.state), HERE, latest=True)))
    assert shown.splitlines() == ["1. Red · 1,000 (+1,000)", "2. Blue · 750 (+750)"]
    lives = played(*[{ANA: (10.0, True), BEN: (10.0, True)}] * 3, mode=Mode.ELIMINATION, who=(ANA, BEN, CLEO))
    shown = text_of(list(scoreboard(lives.state, standings(lives.state), HERE)))
    assert shown.splitlines() == ["1. ana · 2,250 · ♥♥♥", "1. ben · 2,250 · ♥♥♥", "3. cleo · 0 · out"]


@pytest.mark.parametrize(
    ("mode", "who", "words"),
    [
        (Mode.EVERYONE, (ANA,), "ana played alone: 1,000 points"),
        (Mode.TEAMS, (ANA,), "Red played alone: 1,000 points"),
        (Mode.TEAMS, (ANA, BEN), "Red won!"),
        (Mode.ELIMINATION, (ANA, BEN, CLEO), "ana won!"),
    ],
)
def test_nobody_wins_against_nobody(mode: Mode, who: tuple[MemberKey, ...], words: str) -> None:
    table = played({ANA: (0, True)}, mode=mode, who=who, over=True)
    assert headline(table.state, standings(table.state)) == words
    assert were_alone(table.state, standings(table.state)) is ("alone" in words)


def test_the_last_one_in_and_the_many_who_share() -> None:
    last = played(*[{ANA: (5.0, True)}] * 3, mode=Mode.ELIMINATION, who=(ANA, BEN), over=True)
    assert headline(last.state, standings(last.state)) == "ana is the last one in!"
    many = played(dict.fromkeys(PEOPLE, (0.1, True)), over=True)
    assert headline(many.state, standings(many.state)) == "5 share first place!"


def test_a_race_is_of_those_who_are_named() -> None:
    table = played({ANA: (5, True)}, {BEN: (1, True)}, {BEN: (1, True), ANA: (19, False)}, over=True)
    card = race(table.state, pets(), HERE)
    assert card is not None
    assert [(runner.name, runner.ranks) for runner in card.runners][:2] == [("ben", (2, 1, 1)), ("ana", (1, 2, 2))]
    assert race(table.state, pets(), ELSEWHERE) is None
    assert race(played({ANA: (5, True)}, over=True).state, pets(), HERE) is None
    steady = played(*[{ANA: (5.0, True), BEN: (9.0, True)}] * 3, over=True)
    assert race(steady.state, pets(), HERE) is None, "nobody passed anybody"


@given(rounds_of_anything, st.sampled_from(Mode))
def test_the_course_of_a_game_is_its_standings_after_each_question(rounds: list[Round], mode: Mode) -> None:
    who = PEOPLE[:2] if mode is Mode.DUEL else PEOPLE
    state = played(*[{a: b for a, b in each.items() if a in who} for each in rounds], mode=mode, who=who).state
    tables = course(state)
    assert [standings(state, position) for position in sorted(standings(state).by_question)] == tables
    assert (tables[-1] if tables else standings(state)) == standings(state)
