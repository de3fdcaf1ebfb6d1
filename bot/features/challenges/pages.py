"""What a challenge shows before it closes: how it's announced, and a member's own way through it.

Pure, and silent about what is right: that comes with the results.
"""

from datetime import datetime

from bot.content.model import Pack
from bot.features.challenges.actions import CloseChallenge, ReviewChallenge, ShowTurn, TakeChallenge
from bot.features.challenges.model import Challenge, ChallengePhase, Stage, Turn, left
from bot.features.help.actions import keep
from bot.features.quizzes.presentation import Posed, describe, put
from bot.features.scheduling.wording import write_moment
from bot.language.actions import encode
from bot.language.message import (
    Block,
    Button,
    Buttons,
    Emphasis,
    Facts,
    Footer,
    Heading,
    Message,
    message,
    strong,
    text,
)
from bot.language.text import counted

_LATER = "What is right shows when the challenge closes."
_CLOSED = "This challenge has closed; its results are in the channel, or come in a moment."


def about(made: Challenge, pack: Pack) -> str:
    """Return what a challenge asks, in a line."""
    topic = pack.topic_by_id.get(made.topic)
    on = f" on {topic.title}" if topic else ""
    return f"{counted(len(made.questions), 'question')}{on}, {made.limit.seconds} seconds each"


def announcement(made: Challenge, pack: Pack, zone: str, *, again: bool = False) -> Message:
    """Return what the channel sees.

    Args:
        made: the challenge.
        pack: its pack.
        zone: whose clock says when it closes.
        again: whether it has been open for a while.
    """
    return message(
        Heading(f"{'Still open: ' if again else ''}Challenge: {pack.title}"),
        text(f"{about(made, pack)}. Everybody answers alone and once, whenever it suits them until it closes."),
        Facts((("Closes", write_moment(made.closes, zone)),)),
        Buttons((_take(made, "Take the challenge"),)),
        Footer("Nobody sees an answer before the close · /help scoring"),
    )


def state(
    made: Challenge, pack: Pack, now: Stage, turns: list[Turn], zone: str, taking: int, *, may_close: bool
) -> Message:
    """Return where a member is in a challenge.

    Args:
        made: the challenge.
        pack: its pack.
        now: where they are.
        turns: theirs.
        zone: whose clock says when it closes.
        taking: how many take part.
        may_close: whether they may close it early.
    """
    locked = sum(turn.answer is not None for turn in turns)
    facts = Facts(
        (
            ("You have answered", f"{locked} of {len(made.questions)}"),
            ("Taking part", str(taking)),
            ("Closed" if now.phase is ChallengePhase.CLOSED else "Closes", write_moment(made.closes, zone)),
        )
    )
    buttons = _onward(made, now)
    if may_close and now.phase is not ChallengePhase.CLOSED:
        buttons.append(Button("Close it now …", encode(CloseChallenge(made.id)), Emphasis.DANGER))
    return message(
        Heading(f"Challenge: {pack.title}"),
        text(_said(made, pack, now, turns)),
        facts,
        *([Buttons(tuple(buttons))] if buttons else []),
        Footer(_LATER if now.phase is not ChallengePhase.CLOSED else pack.title),
        private=True,
        replaces=True,
    )


def question(made: Challenge, posed: Posed, turn: Turn, at: datetime, picked: str = "") -> Message:
    """Return a question whose clock runs; of an order question, with the items picked so far.

    Args:
        made: the challenge.
        posed: the question.
        turn: when it was first shown.
        at: now, in UTC; decides how many seconds are left.
        picked: of an order question, the digits of the items picked so far.
    """
    seconds = left(made, turn, at).total_seconds()
    clock = text(strong(f"{counted(round(seconds), 'second')} left"), ", and the clock runs.")
    return _page(made, posed, *put(posed, picked), clock)


def locked(made: Challenge, posed: Posed, given: str, *, before: bool = False) -> Message:
    """Return an answer that is safe.

    Args:
        made: the challenge.
        posed: the question.
        given: the answer that counts.
        before: whether it had been given before.
    """
    said = text("Locked: ", strong(describe(posed, given)), "; the first answer counts." if before else ".")
    return _page(made, posed, said, text(_LATER), _next(made, posed.position))


def locked_and_closed(made: Challenge, posed: Posed, given: str) -> Message:
    """Return an answer that counted in a challenge that has closed since.

    Args:
        made: the challenge.
        posed: the question.
        given: the answer.
    """
    said = text("Your answer was ", strong(describe(posed, given)), ".")
    return _page(made, posed, said, text(_CLOSED), *_looking_back(made))


def too_late(made: Challenge, posed: Posed) -> Message:
    """Return a question whose time has run out."""
    said = f"Time is up: this question counts 0 points for you. It had {made.limit.seconds} seconds."
    return _page(made, posed, text(said), _next(made, posed.position))


def are_you_sure(made: Challenge, taking: int) -> Message:
    """Return what's asked before a challenge is closed early."""
    people = f"{counted(taking, 'person takes', 'people take')} part so far."
    return message(
        Heading("Close the challenge now?"),
        text(f"{people} Nobody can answer any more, and the results are posted at once."),
        Buttons(
            (Button("Close it", encode(CloseChallenge(made.id, sure=True)), Emphasis.DANGER), keep("Keep it open"))
        ),
        private=True,
        replaces=True,
    )


def closing() -> Message:
    """Return what's said once it's closed."""
    return message(text("Closed. The results appear in the channel in a moment."), private=True, replaces=True)


def _page(made: Challenge, posed: Posed, *blocks: Block) -> Message:
    heading = Heading(f"Challenge: question {posed.position + 1} of {len(made.questions)}")
    return message(heading, *blocks, Footer(posed.pack.source_of(posed.question)), private=True, replaces=True)


def _next(made: Challenge, position: int) -> Buttons:
    if position + 1 < len(made.questions):
        go_on = Button("Next question", encode(ShowTurn(made.id, position + 1)), Emphasis.PRIMARY)
        return Buttons((go_on,))
    return Buttons((_take(made, "See where I am"),))


def _looking_back(made: Challenge) -> list[Buttons]:
    """Return the way to what was answered, once all of it has been counted."""
    if made.closed is None:
        return []
    return [Buttons((Button("See my answers", encode(ReviewChallenge(made.id)), Emphasis.PRIMARY),))]


def _onward(made: Challenge, now: Stage) -> list[Button]:
    match now.phase:
        case ChallengePhase.READY:
            label = f"{'Show' if now.position == 0 else 'Go on with'} question {now.position + 1}"
            return [Button(label, encode(ShowTurn(made.id, now.position)), Emphasis.PRIMARY)]
        case ChallengePhase.ASKED:
            label = f"Back to question {now.position + 1}"
            return [Button(label, encode(ShowTurn(made.id, now.position)), Emphasis.PRIMARY)]
        case ChallengePhase.CLOSED:
            return [button for row in _looking_back(made) for button in row.buttons]
        case _:
            return []


def _said(made: Challenge, pack: Pack, now: Stage, turns: list[Turn]) -> str:
    match now.phase:
        case ChallengePhase.READY if not turns:
            return (
                f"{about(made, pack)}. The clock of a question starts when you see it; right and quick earns more. "
                "You have one try, and the first answer counts. Ready?"
            )
        case ChallengePhase.READY if turns[-1].answer is None:
            over = turns[-1].position + 1
            return f"Time ran out for question {over}, which counts 0 points. Go on when you are ready."
        case ChallengePhase.READY:
            return "The clock stands still until you see the next question."
        case ChallengePhase.ASKED:
            return f"Question {now.position + 1} waits for your answer, and its clock runs!"
        case ChallengePhase.DONE:
            return "You are through. The results come here when the challenge closes."
        case ChallengePhase.CLOSED:
            return _CLOSED


def _take(made: Challenge, label: str) -> Button:
    return Button(label, encode(TakeChallenge(made.id)), Emphasis.PRIMARY)
