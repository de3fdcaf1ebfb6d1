"""Games to test with, and a second, naive way to work out their scores."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from bot.features.games import events
from bot.features.games.events import Created, Given, Logged
from bot.features.games.model import Venue
from bot.features.games.rules import Mode, Rules
from bot.features.scoring.points import Pooling
from bot.features.teams.model import Team
from bot.language.people import MemberKey

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TENANT = "web:playground"
PEOPLE = tuple(MemberKey(TENANT, name) for name in ("ana", "ben", "cleo", "dan", "eva"))
ANA, BEN, CLEO, DAN, EVA = PEOPLE
RED, BLUE = Team("red", "Red", "red"), Team("blue", "Blue", "blue")


def created(
    *,
    questions: tuple[str, ...] = ("q0", "q1", "q2"),
    mode: Mode = Mode.TEAMS,
    pooling: Pooling = Pooling.MEAN,
    streaks: bool = False,
    lobby: timedelta = timedelta(0),
    fewest: int = 1,
    goal: int = 0,
    read: timedelta | None = None,
    words: tuple[int, ...] = (),
) -> Created:
    return Created(
        at=T0,
        game="game",
        tenant=TENANT,
        rules=Rules("pets", (), questions, 7, 20 * SECOND, mode, pooling, streaks, lobby, fewest, goal, read, words),
        teams=(RED, BLUE) if mode is Mode.TEAMS else (),
        host=ANA,
        host_name="Ana",
        venues=(Venue(TENANT, "general", "#general"),),
    )


def naive_scores(
    log: Iterable[Logged], answers: Mapping[tuple[MemberKey, int], Given]
) -> dict[MemberKey, tuple[int, int]]:
    """Return everyone's points and how many questions counted for them, walking the log once per player."""
    log = list(log)
    rules = [event.rules for event in log if isinstance(event, Created | events.Ruled)][-1]
    kicked = {event.who for event in log if isinstance(event, events.Kicked)}
    people = {event.who for event in log if isinstance(event, events.Joined)} - kicked
    return {who: _naive_score_of(who, log, rules, answers) for who in people}


def _naive_score_of(
    who: MemberKey, log: list[Logged], rules: Rules, answers: Mapping[tuple[MemberKey, int], Given]
) -> tuple[int, int]:
    total = streak = asked = 0
    playing = False
    there: set[int] = set()
    opened: dict[int, tuple[datetime, timedelta]] = {}
    hints: dict[int, datetime] = {}
    missed: dict[int, list[tuple[datetime, datetime]]] = {}
    for event in log:
        match event:
            case events.Joined() if event.who == who:
                playing = True
            case events.Left() if event.who == who:
                playing = False
            case events.Hinted() if event.who == who:
                hints.setdefault(event.position, event.at)
            case events.Opened():
                opened[event.position] = event.opens_at, event.closes_at - event.opens_at
                there |= {event.position} if playing else set()
            case events.Extended(missed=(_, _) as span):
                missed.setdefault(event.position, []).append(span)
            case events.Closed():
                given = answers.get((who, event.position))
                asked += given is not None or event.position in there
                if given is None or not given.right:
                    streak = 0 if given or event.position in there else streak
                    continue
                streak += 1
                opens_at, limit = opened[event.position]
                took = given.at - opens_at
                for since, until in missed.get(event.position, []):
                    took -= max(min(until, given.at) - since, timedelta(0))
                hinted = event.position in hints and hints[event.position] <= given.at
                total += int(_kahoot(took, limit) * Fraction(75 if hinted else 100, 100) + Fraction(1, 2))
                total += min(100 * (streak - 1), 500) if rules.streaks else 0
    return total, asked


def _kahoot(took: timedelta, limit: timedelta) -> int:
    if took < timedelta(seconds=0.5):
        return 1000
    exact = 1000 * (
        1 - Fraction(min(took, limit) // timedelta(microseconds=1), limit // timedelta(microseconds=1)) / 2
    )
    return int(exact + Fraction(1, 2))
