"""The verdict on a game across places: what platforms and people saw, compared with the game's log."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.features.games import events
from bot.features.games.events import Closed, Logged, decode
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.standings import standings
from bot.features.games.state import GamePhase
from bot.features.games.store import log
from bot.storage.database import Database
from bot.storage.tables import game
from tests.fakes.crowd import Acknowledged, Crowd, Side
from tests.features.games.games import naive_scores


@dataclass
class Report:
    """How a game went."""

    database: str = ""
    seed: int = 0
    seconds: float = 0.0
    kills: int = 0
    questions: int = 0
    presses: int = 0
    unanswered: int = 0
    acknowledged: int = 0
    stored: int = 0
    shown_again: int = 0
    """Questions whose board was posted again because the process died before it knew that it was posted."""
    takeovers: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


async def judge(url: str, sides: Sequence[Side], crowd: Crowd, questions: int) -> Report:
    """Report how a game went, and what went wrong.

    Args:
        url: of the database, which nothing uses any more.
        sides: the places.
        crowd: what people were told.
        questions: how many were to be asked.
    """
    report = Report(presses=crowd.pressed, unanswered=crowd.unanswered, acknowledged=len(crowd.acknowledged))
    database = await Database.open(url)
    only = select(game.c.tenant, game.c.id)
    ((tenant, game_id),) = await database.read(lambda transaction: transaction.rows(only, {}))
    key = Key(tenant, game_id)
    logged = [decode(event) for event in await database.read(lambda transaction: log.events(transaction, key, 0))]
    tenants = [side.tenant for side in sides]
    kept = await database.read(lambda transaction: log.answers(transaction, tenants, key.game))
    journal = await Journal.open(database, key)
    await database.close()
    report.stored = len(kept)
    stored = {(*each.who, each.position): each.given for each in kept}
    report.wrong += _what_was_lost(crowd.acknowledged, stored)
    state = journal.state
    opened = [event.position for event in logged if isinstance(event, events.Opened)]
    report.questions = len(opened)
    if state.phase is not GamePhase.ENDED or opened != list(range(questions)):
        report.wrong.append(f"the game is {state.phase}, and opened {opened}")
    answers = {(who, each.position): given for each in state.rounds for who, given in each.answers.items()}
    if len(answers) != len(kept):
        report.wrong.append(f"{len(kept)} answers are stored, {len(answers)} counted")
    scores = {who: (score.points, score.asked) for who, score in standings(state).players.items()}
    if scores != naive_scores(logged, answers):
        report.wrong.append("the scores differ from those reckoned again")
    for side in sides:
        again, wrong = _what_was_seen(side, logged, questions)
        report.shown_again += again
        report.wrong += wrong
    return report


def _what_was_lost(acknowledged: list[Acknowledged], stored: dict[tuple[str, str, int], str]) -> list[str]:
    wrong = [
        f"{each} is stored as {found}"
        for each in acknowledged
        if (found := stored.get((each.tenant, each.member, each.position))) != each.given
    ]
    times = Counter((each.tenant, each.member, each.position) for each in acknowledged)
    return wrong + [f"{who} was told {number} times" for who, number in times.items() if number > 1]


def _what_was_seen(side: Side, log: list[Logged], questions: int) -> tuple[int, list[str]]:
    """Return how many questions were posted again in a place, and what went wrong there."""
    drawn = side.drawn()
    closed = {event.position: event.at.timestamp() for event in log if isinstance(event, Closed)}
    wrong = []
    shown = Counter(heading for each in drawn if not each.ref and (heading := _question(each.text)))
    for position in range(questions):
        heading = f"Question {position + 1} of {questions}"
        if not shown[heading]:
            wrong.append(f"{side.tenant} never saw {heading}")
        early = [
            each
            for each in drawn
            if _question(each.text) == heading and "The right " in each.text and each.at < closed[position] - 0.005
        ]
        wrong += [
            f"{side.tenant} saw the answer of {heading} {closed[position] - each.at:.2f} s early" for each in early
        ]
    if not any("Review what I missed" in each.buttons for each in side.boards()):
        wrong.append(f"{side.tenant} saw no podium")
    return sum(number - 1 for number in shown.values()), wrong


def _question(text: str) -> str:
    """Return the heading of a question's board, "" for any other board."""
    found = text.partition("Question ")[2].splitlines()
    return f"Question {found[0]}" if found else ""


def show(reports: Sequence[Report]) -> str:
    """Sum up some games in a few lines."""
    total = {
        name: sum(getattr(each, name) for each in reports)
        for name in ("kills", "questions", "presses", "unanswered", "acknowledged", "stored", "shown_again")
    }
    takeovers = [seconds for each in reports for seconds in each.takeovers]
    games_played = ", ".join(f"{each.database} {each.seed}" for each in reports)
    lines = [f"{len(reports)} games ({games_played}): {total}"]
    lines += [f"takeovers: {len(takeovers)}, {min(takeovers)} to {max(takeovers)} s"] if takeovers else []
    return "\n".join(lines + [f"  WRONG: {fault}" for each in reports for fault in each.wrong])
