"""A question's board: what a channel sees of it. Answers show only once the question closes. Pure."""

from collections.abc import Iterable
from datetime import datetime

from bot.content.question import prompt_of
from bot.features.games.actions import TakeHint
from bot.features.games.commentary import commentary
from bot.features.games.continuing import continues, controls
from bot.features.games.ending import is_decided
from bot.features.games.highlights import MOST, Highlight, HighlightKind, of_question
from bot.features.games.model import Venue
from bot.features.games.rules import Mode
from bot.features.games.scoreboard import scoreboard
from bot.features.games.standings import Standings, cost_no_life, standings
from bot.features.games.state import (
    GamePhase,
    GameState,
    Round,
    answered,
    at_close,
    expected,
)
from bot.features.games.timing import REVEAL, left_to_say, reading_time
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import asked, pictured, present
from bot.features.quizzes.shown import right_answer
from bot.features.quizzes.tally import closest, in_short, spread, tally
from bot.features.scoring.points import HINT_COST
from bot.features.scoring.ranks import MOST_LINES
from bot.language.actions import encode
from bot.language.controls import Button, Buttons
from bot.language.length import fits
from bot.language.message import Block, Countdown, Facts, Footer, Heading, Message, message
from bot.language.rich_text import emphasis, strong, text
from bot.language.text import counted, shortened

_LONGEST_OPTION = 28
"""Maximum characters of an option beside the number who chose it, so that both fit on one line on a phone."""

_SHORTER = ((MOST_LINES, True), (5, True), (5, False), (3, False))
"""How many players a closed board shows, and whether it explains the answer: from most preferred to shortest."""

_IN_SHORT = 110
"""Maximum characters of the question on a closed board without the explanation."""

_NOBODY_PLAYS = "Nobody's playing right now; answer to join in."


def question(state: GameState, posed: Posed, venue: Venue, now: datetime) -> Message:
    """Return a question's board: open with its buttons, or closed with its answer and results.

    Args:
        state: the game's state.
        posed: the question, with its position in the game.
        venue: the channel that sees it.
        now: the time, in UTC.
    """
    current = state.rounds[posed.position]
    heading = Heading(f"Question {posed.position + 1} of {len(state.rules.questions)}")
    footer = Footer(posed.pack.source_of(posed.question))
    if current.reading:
        lasts = reading_time(state.rules, posed.position)
        opens = current.opens_at
        soon = Countdown(opens - lasts, opens, "Read it first: the answers open {when}.", waits=True)
        return message(heading, *asked(posed), soon, controls(state), footer)
    if current.open:
        of = expected(state, current)
        progress = f"{answered(state, current)} of {of} have answered." if of else _NOBODY_PLAYS
        notes = [text(emphasis(note)) for note in _notes(state, current)]
        runs = Countdown(current.opens_at, current.closes_at, left=left_to_say(current, now))
        asks = (*present(posed), *_hint(posed))
        return message(heading, *asks, runs, text(strong(progress)), *notes, controls(state), footer)
    if current.void:
        passed = text("This question was skipped, so it doesn't count.")
        asked_for = text(emphasis(prompt_of(posed.question)))
        return message(heading, asked_for, passed, *_onward(state, current, venue), footer)
    result = _closed(state, current, posed, venue, (heading, footer))
    return message(heading, *result, *_onward(state, current, venue), footer)


def _closed(
    state: GameState, current: Round, posed: Posed, venue: Venue, around: tuple[Heading, Footer]
) -> list[Block]:
    """Return the body of a closed question's board, shortened to fit; players get the details in private.

    Args:
        state: the game's state.
        current: the question's round.
        posed: the question, with its position in the game.
        venue: the channel that sees it.
        around: the heading and the footer.
    """
    then = at_close(state, current)
    table = standings(then)
    outcome = [*_outcome(then, current, posed, venue), *_spared(then, current, table)]
    blocks: list[Block] = []
    for most, reasons in _SHORTER:
        blocks = [
            text(emphasis(prompt_of(posed.question) if reasons else shortened(prompt_of(posed.question), _IN_SHORT))),
            *pictured(posed),
            right_answer(posed, reasons=reasons),
            *outcome,
            *scoreboard(then, table, venue, latest=True, most=most),
        ]
        if fits((*around, *blocks)):
            break
    return blocks


def gone(state: GameState, position: int) -> Message:
    """Return the board of a question that was removed from the pack since the game began."""
    heading = Heading(f"Question {position + 1} of {len(state.rules.questions)}")
    return message(heading, text("This question has just left the pack; here comes the next one."))


def held(state: GameState, position: int) -> Message:
    """Return the board of a question that's hidden until the bot can post everywhere again."""
    heading = Heading(f"Question {position + 1} of {len(state.rules.questions)}")
    return message(heading, text("It comes as soon as I can post everywhere again; nobody loses time."))


def _hint(posed: Posed) -> Iterable[Buttons]:
    """Return the button that gives the hint: above the clock, as the answers are, so a projector leaves it out."""
    if posed.question.hint:
        yield Buttons((Button(f"Hint (−{HINT_COST}%)", encode(TakeHint(posed.quiz, posed.position))),))


def _outcome(state: GameState, current: Round, posed: Posed, venue: Venue) -> list[Block]:
    """Return how many chose what, and the highlights; if nobody answered, only that."""
    if not any(who in state.players for who in current.answers):
        return [text(strong("Nobody answered this one."))]
    return [Facts(tuple(_distribution(state, current, posed))), *_highlights(state, posed, venue)]


def _spared(state: GameState, current: Round, table: Standings) -> list[Block]:
    """Return that nobody lost a life, if it's a game for lives and nobody did; and why, if that isn't obvious."""
    if state.rules.mode is not Mode.ELIMINATION or not cost_no_life(current, table):
        return []
    knew = any(answer.right for who, answer in current.answers.items() if who in state.players)
    return [text("No lives lost: nobody who's still in knew it." if knew else "No lives lost.")]


def _highlights(state: GameState, posed: Posed, venue: Venue) -> list[Block]:
    sentence = commentary(state, (*_closest(state, posed), *of_question(state, posed.position))[:MOST], venue)
    return [text(strong(sentence))] if sentence else []


def _closest(state: GameState, posed: Posed) -> Iterable[Highlight]:
    """Yield whose guess came closest, if the question asks for a number."""
    answers = state.rounds[posed.position].answers
    players = [who for who in answers if who in state.players]
    found = closest(posed, [answers[who].given for who in players])
    if found is not None and len(players) > 1:
        places, off = found
        yield Highlight(HighlightKind.CLOSEST, tuple(players[place] for place in places), off=off)


def _notes(state: GameState, current: Round) -> Iterable[str]:
    lost = sum((until - since).total_seconds() for since, until in current.missed)
    if lost:
        yield f"Nobody could answer for {counted(round(lost), 'second')}; everyone gets that time back."
    added = (current.closes_at - current.opens_at - current.limit).total_seconds() - lost
    if added >= 1:
        yield f"The host added {round(added)} seconds."
    if state.paused:
        yield "There's a pause after this question."


def _distribution(state: GameState, current: Round, posed: Posed) -> Iterable[tuple[str, str]]:
    """Yield each answer and how many gave it."""
    answers = [answer for who, answer in current.answers.items() if who in state.players]
    replies = [answer.given for answer in answers]
    counts = tally(posed, replies, sum(answer.right for answer in answers))
    briefs = in_short([each.label for each in counts], _LONGEST_OPTION)  # the right one is above in full
    for brief, (_, count, right) in zip(briefs, counts, strict=True):
        yield (f"✓ {brief}" if right else brief, _share(count, len(replies)))
    if lies := spread(posed, replies):
        yield ("Answers", lies.in_words)
    if silent := expected(state, current) - len(replies):
        yield ("No answer", str(silent))


def _share(part: int, whole: int) -> str:
    return f"{part} ({round(100 * part / whole)}%)" if whole else "0"


def _onward(state: GameState, current: Round, venue: Venue) -> list[Block]:
    """Return what comes next, to show below the latest question."""
    if current.position != len(state.rounds) - 1 or state.phase is not GamePhase.BREAK:
        return []
    coming = "The podium comes {when}." if is_decided(state) else "The next question comes {when}."
    return [*continues(state, venue, REVEAL, coming), controls(state)]
