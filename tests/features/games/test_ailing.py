"""Games that can't be run here are left alone, for longer each time, and given up in the end."""

from datetime import UTC, datetime, timedelta

from bot.features.games.ailing import Ailing
from bot.features.games.model import Key

GAME, OTHER = Key("web:a", "g1"), Key("web:a", "g2")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def minutes(number: float) -> datetime:
    return START + timedelta(minutes=number)


def deaths(ailing: Ailing) -> list[float]:
    """Return the minutes at which a game dies, if it always dies at once, until it's hopeless."""
    found: list[float] = []
    seconds = 0
    while True:
        now = minutes(seconds / 60)
        if GAME not in ailing.left_alone(now):
            found.append(seconds / 60)
            if ailing.died(GAME, now):
                return found
        seconds += 30


def test_a_game_that_keeps_dying_is_left_alone_twice_as_long_each_time() -> None:
    assert deaths(Ailing()) == [0, 0.5, 1.5, 3.5, 7.5, 15.5]


def test_a_game_that_has_lived_for_a_while_gets_a_fresh_start() -> None:
    ailing = Ailing()
    for at in (0, 2, 4, 20):
        assert not ailing.died(GAME, minutes(at))
        assert ailing.left_alone(minutes(at + 0.1)) == frozenset()
        assert ailing.left_alone(minutes(at + 1)) == frozenset()


def test_a_clock_that_was_set_back_leaves_no_game_alone_for_long() -> None:
    ailing = Ailing()
    for _ in range(2):
        ailing.died(GAME, minutes(600))
    assert ailing.left_alone(minutes(600)) == {GAME}
    assert ailing.left_alone(minutes(0)) == frozenset()
    assert not ailing.died(GAME, minutes(0))
    assert ailing.left_alone(minutes(0.1)) == frozenset()


def test_a_game_that_cannot_be_read_is_logged_once_and_hopeless_in_the_end() -> None:
    ailing = Ailing()
    logged: list[str] = []

    def report() -> str:
        logged.append("told")
        return "abc"

    verdicts = [ailing.unreadable(GAME, minutes(at), report) for at in (0, 1, 14, 15)]
    assert [each.is_hopeless for each in verdicts] == [False, False, False, True]
    assert {each.reference for each in verdicts} == {"abc"}
    assert logged == ["told"]
    assert ailing.left_alone(minutes(14.5)) == {GAME}
    ailing.unreadable(OTHER, minutes(0), report)
    ailing.is_read(OTHER)
    assert not ailing.unreadable(OTHER, minutes(16), report).is_hopeless
