"""What a member sees of a challenge before it closes: their progress in it, and its opening and closing.

Pure. Nothing here gives away a right answer; those come with the results.
"""

from datetime import datetime, timedelta

from bot.content.model import Pack
from bot.features.analysis.actions import TakeChallengeFile
from bot.features.challenges.actions import CloseChallenge, OpenUsual, ReviewChallenge, ShowTurn, TakeChallenge
from bot.features.challenges.announcement_pages import about, opened_by, people_have, take_button
from bot.features.challenges.model import Challenge, Opener, Turn
from bot.features.challenges.rules import ChallengePhase, Stage, left, limit_of
from bot.features.quizzes.judgement import stop
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import present
from bot.features.quizzes.shown import in_full
from bot.features.scheduling.wording import moment
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Countdown, Facts, Footer, Heading, Message, message
from bot.language.rich_text import ChannelMention, CommandMention, strong, text

_LATER = "You'll see what's right when the challenge closes."


def state(
    challenge: Challenge,
    pack: Pack,
    now: Stage,
    turns: list[Turn],
    zone: str,
    participants: int,
    *,
    askable: int,
    by: Opener | None,
    may_close: bool,
    own_limit: timedelta | None = None,
    instead: bool = False,
    lost: bool = False,
) -> Message:
    """Return where a member is in a challenge.

    Args:
        challenge: the challenge.
        pack: its pack.
        now: the stage they're at.
        turns: their turns.
        zone: the time zone in which to say when it closes.
        participants: the number of participants.
        askable: how many questions they were or will be asked, without those that have left the pack.
        by: who opened it; None for a schedule.
        may_close: whether this member may close it early.
        own_limit: their time for each question, if they get more than others.
        instead: whether they asked for a different challenge, which has to wait.
        lost: whether its results couldn't be posted; someone who may close it gets them as a file then.
    """
    locked = sum(turn.answer is not None for turn in turns)
    missed = now.phase is ChallengePhase.CLOSED and not turns
    facts = Facts(
        (
            *([] if missed else [("You've answered", f"{locked} of {askable}")]),
            *((("Taking part", str(participants)),) if participants else ()),
            *((("Your time", f"{own_limit.seconds} seconds each, as you chose in /settings"),) if own_limit else ()),
            *opened_by(by),
            ("Closed" if now.phase is ChallengePhase.CLOSED else "Closes", text(moment(challenge.closes, zone))),
        )
    )
    buttons = [] if missed else _onward(challenge, now)
    if may_close and lost:
        buttons.append(Button("Results as a file", encode(TakeChallengeFile(challenge.id))))
    if may_close and now.phase is not ChallengePhase.CLOSED:
        buttons.append(Button("Close it now …", encode(CloseChallenge(challenge.id)), Emphasis.DANGER))
    return message(
        Heading(f"Challenge: {pack.title}"),
        *([text(strong(_waits(challenge, pack, may_close=may_close)))] if instead else []),
        text(_said(challenge, pack, now, turns, lost=lost)),
        facts,
        *([Buttons(tuple(buttons))] if buttons else []),
        Footer(pack.title if now.phase in (ChallengePhase.DONE, ChallengePhase.CLOSED) else _LATER),
        private=True,
        replaces=True,
    )


def question(challenge: Challenge, posed: Posed, turn: Turn, at: datetime, picked: str = "") -> Message:
    """Return a question whose clock is running; an order question shows the items picked so far.

    Args:
        challenge: the challenge.
        posed: the question.
        turn: when it was first shown.
        at: now, in UTC; decides how many seconds are left.
        picked: the digits of the items picked so far, for an order question.
    """
    clock = Countdown(
        turn.shown, turn.shown + limit_of(challenge, turn), "Your clock runs out {when}.", left(challenge, turn, at)
    )
    return _page(challenge, posed, *present(posed, picked), clock)


def locked(challenge: Challenge, posed: Posed, answer: str, *, before: bool = False) -> Message:
    """Return the confirmation of a stored answer.

    Args:
        challenge: the challenge.
        posed: the question.
        answer: the answer that counts.
        before: whether it was given earlier.
    """
    in_words = in_full(posed, answer)
    sentence = text("Locked: ", strong(in_words), "; your first answer counts." if before else stop(in_words))
    return _page(challenge, posed, sentence, text(_LATER), _next(challenge, posed.position))


def locked_and_closed(challenge: Challenge, posed: Posed, answer: str, *, lost: bool) -> Message:
    """Return an answer that counted in a challenge that has since closed.

    Args:
        challenge: the challenge.
        posed: the question.
        answer: the answer.
        lost: whether its results couldn't be posted.
    """
    sentence = text("Your answer was ", strong(in_full(posed, answer)), stop(in_full(posed, answer)))
    return _page(challenge, posed, sentence, text(_closed(lost=lost)), *_looking_back(challenge))


def too_late(challenge: Challenge, posed: Posed, turn: Turn) -> Message:
    """Return a question whose time has run out.

    Args:
        challenge: the challenge.
        posed: the question.
        turn: when it was first shown.
    """
    had = limit_of(challenge, turn).seconds
    sentence = text(f"Time's up: no points for this question. You had {had} seconds.")
    more = text("Too short for you? ", CommandMention("/settings more_time:2"), " doubles your time.")
    return _page(challenge, posed, sentence, *([] if turn.limit else [more]), _next(challenge, posed.position))


def are_you_sure(challenge: Challenge, participants: int) -> Message:
    """Return the confirmation question before a challenge is closed early."""
    so_far = f"{people_have(participants)} started it."
    return message(
        Heading("Close the challenge now?"),
        text(f"{so_far} Once it's closed, nobody can answer any more, and I'll post the results."),
        Buttons(
            (
                Button("Close it", encode(CloseChallenge(challenge.id, sure=True)), Emphasis.DANGER),
                Button("Keep it open", encode(TakeChallenge(challenge.id))),
            )
        ),
        private=True,
        replaces=True,
    )


def on_its_way(challenge: Challenge) -> Message:
    """Return the reply to opening a challenge with a thread, which is posted separately."""
    sentence = text("Done: your challenge will be in ", challenge.channel, " in a moment, with a thread to talk in.")
    return message(sentence, private=True, replaces=True)


def closing() -> Message:
    """Return the reply once a challenge is closed."""
    return message(text("Closed. You'll see the results in the channel in a moment."), private=True, replaces=True)


def offer(rules: str, where: ChannelMention, topic: str) -> Message:
    """Return the question for someone who may not have meant to open a challenge for everyone.

    Args:
        rules: what it would ask, on one line.
        where: the channel.
        topic: the title of a topic, for an example.
    """
    return message(
        Heading("Open a challenge?"),
        text("No challenge is open here. This one's for everyone in ", where, f": {rules}, open for a day."),
        Buttons((Button("Open it", encode(OpenUsual()), Emphasis.PRIMARY),)),
        Footer(text("Or set it up yourself: ", CommandMention(f"/challenge {topic} 5 30 closes:2d"))),
        private=True,
        replaces=True,
    )


def _waits(challenge: Challenge, pack: Pack, *, may_close: bool) -> str:
    """Return why another challenge can't be opened now."""
    topic = pack.topic_by_id.get(challenge.topic)
    which = f"A challenge on {topic.title}" if topic else "A challenge"
    what_to_do = "Close it first, or wait until it does." if may_close else "You can open yours when it closes."
    return f"{which} is already open here. {what_to_do}"


def _page(challenge: Challenge, posed: Posed, *blocks: Block) -> Message:
    heading = Heading(f"Challenge: question {posed.position + 1} of {len(challenge.questions)}")
    return message(heading, *blocks, Footer(posed.pack.source_of(posed.question)), private=True, replaces=True)


def _next(challenge: Challenge, position: int) -> Buttons:
    if position + 1 < len(challenge.questions):
        go_on = Button("Next question", encode(ShowTurn(challenge.id, position + 1)), Emphasis.PRIMARY)
        return Buttons((go_on,))
    return Buttons((take_button(challenge, "See how far I am"),))


def _looking_back(challenge: Challenge) -> list[Buttons]:
    """Return the button to a member's own answers, once all answers have been counted."""
    if challenge.closed is None:
        return []
    return [Buttons((Button("See my answers", encode(ReviewChallenge(challenge.id)), Emphasis.PRIMARY),))]


def where_results(*, lost: bool) -> str:
    """Return as part of a sentence where the results of a closed challenge are.

    Args:
        lost: whether they couldn't be posted.
    """
    if lost:
        return "I couldn't post its results in the channel, and I've told the administrators why"
    return "its results are in the channel, or will be in a moment"


def _closed(*, lost: bool) -> str:
    return f"This challenge has closed; {where_results(lost=lost)}."


def _onward(challenge: Challenge, now: Stage) -> list[Button]:
    match now.phase:
        case ChallengePhase.READY:
            label = f"{'Show' if now.position == 0 else 'Continue with'} question {now.position + 1}"
            return [Button(label, encode(ShowTurn(challenge.id, now.position)), Emphasis.PRIMARY)]
        case ChallengePhase.ASKED:
            label = f"Back to question {now.position + 1}"
            return [Button(label, encode(ShowTurn(challenge.id, now.position)), Emphasis.PRIMARY)]
        case ChallengePhase.CLOSED:
            return [button for row in _looking_back(challenge) for button in row.buttons]
        case _:
            return []


def _said(challenge: Challenge, pack: Pack, now: Stage, turns: list[Turn], *, lost: bool) -> str:
    match now.phase:
        case ChallengePhase.READY if not turns:
            return (
                f"{about(challenge, pack)}. A question's clock starts when you see it, and quick right answers earn "
                "more. You get one try, and your first answer counts. Ready?"
            )
        case ChallengePhase.READY if turns[-1].answer is None:
            over = turns[-1].position + 1
            return f"Time ran out on question {over}, so it earns 0 points. Continue when you're ready."
        case ChallengePhase.READY:
            return "The clock's stopped until you see the next question."
        case ChallengePhase.ASKED:
            return f"Question {now.position + 1} is waiting for your answer, and the clock's running!"
        case ChallengePhase.DONE:
            return "You're done! You'll see the results here when the challenge closes."
        case ChallengePhase.CLOSED:
            return _closed(lost=lost)
