"""The pages of a question that a schedule asks a channel: the post, a member's answer, and the solution. Pure."""

from collections.abc import Collection, Mapping, Sequence

from bot.content.model import Pack
from bot.content.question import prompt_of
from bot.content.solutions import solution
from bot.features.authoring.actions import something_wrong
from bot.features.challenges.actions import ReviewChallenge
from bot.features.challenges.model import Challenge, Turn, TurnAnswer
from bot.features.challenges.played import Played
from bot.features.challenges.result_pages import closest_of, distribution
from bot.features.challenges.rules import NotCounted
from bot.features.challenges.series import streak, streaks
from bot.features.quizzes.doubts import doubt
from bot.features.quizzes.judgement import stop, tone
from bot.features.quizzes.looking_back import AnsweredQuestion
from bot.features.quizzes.looking_back import looked_back as looked_back_at
from bot.features.quizzes.misconceptions import shown_by, told
from bot.features.quizzes.posed import IN_CHALLENGE, Posed
from bot.features.quizzes.presentation import pictured, present, present_alone
from bot.features.quizzes.questions import bank
from bot.features.quizzes.revisit import revisit
from bot.features.quizzes.shown import has_parts, in_full, right_answer
from bot.features.scheduling.wording import moment
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Facts, Footer, Heading, Message, Tone, message
from bot.language.refusals import Refusal
from bot.language.rich_text import strong, text
from bot.language.text import counted, listed

_MOST_NAMES = 10
"""At most this many people are named in a result; the others are counted."""

_WORTH_TELLING = 2
"""Minimum number of questions in a row to mention a streak."""

GONE = "That question has left the pack, so it doesn't count."
_CLOSED = "This question has closed; the answer's in the channel, or will be in a moment."


def asked(challenge: Challenge, pack: Pack, zone: str) -> Message:
    """Return the post that asks a question.

    Args:
        challenge: the challenge that asks it.
        pack: its pack.
        zone: the time zone in which to say when the answer comes.
    """
    posed = Posed(pack, bank(pack)[challenge.questions[0]], challenge.id, 0, challenge.seed, IN_CHALLENGE)
    return message(
        Heading("Today's question"),
        *present(posed),
        Facts((("The answer comes", text(moment(challenge.closes, zone))),)),
        Footer("Answer right here: only you see yours, and the first one counts."),
    )


def answered(
    posed: Posed,
    turn: Turn | None,
    why: NotCounted | None,
    participants_by_question: Sequence[Collection[str]],
    me: str,
) -> Message:
    """Return what someone sees after answering.

    Args:
        posed: the question.
        turn: their turn; None if they haven't answered.
        why: why their latest answer doesn't count; None if it does.
        participants_by_question: ids of those who answered each question of the series, latest first.
        me: the member's id.

    Raises:
        Refusal: the question has closed.
    """
    answer = turn.answer.given if turn is not None and turn.answer is not None else None
    if why is NotCounted.CLOSED or answer is None:
        raise Refusal(_CLOSED)
    in_words = in_full(posed, answer)
    before = "; your first answer counts." if why is NotCounted.ANSWERED else stop(in_words)
    blocks: list[Block] = [text("Locked: ", strong(in_words), before)]
    blocks.append(text("The answer comes in this channel."))
    row = streak([me in each for each in participants_by_question])
    if row >= _WORTH_TELLING:
        blocks.append(text(f"That's {row} in a row for you!"))
    return message(*blocks, private=True, replaces=True)


def picking(posed: Posed, picked: str) -> Message:
    """Return a question whose items are being put in order.

    Args:
        posed: the question.
        picked: the digits of the items picked so far.
    """
    return message(*present_alone(posed, picked), private=True, replaces=True)


def looked_back(posed: Posed, answer: TurnAnswer | None) -> Message:
    """Return the right answer beside a member's own, once the question has closed.

    Args:
        posed: the question.
        answer: the member's answer; None if they gave none.
    """
    reply = (
        AnsweredQuestion(posed, answer.given, answer.right, answer.credit)
        if answer
        else AnsweredQuestion(posed, None, right=False, credit=0)
    )
    believed = shown_by(posed.pack, posed.question, answer.given, right=answer.right) if answer is not None else ()
    return message(
        looked_back_at(reply),
        *pictured(posed),
        *told(posed.pack, believed),
        Buttons((*revisit(posed.pack, [posed.question]), something_wrong(doubt(posed, answered=answer is not None)))),
        Footer(posed.pack.title),
        private=True,
        replaces=True,
        tone=tone(right=reply.right, credit=reply.credit) if answer else Tone.PLAIN,
    )


def result(
    played: Played,
    hidden: Collection[str],
    participants_by_question: Sequence[Collection[str]],
    names: Mapping[str, str],
) -> Message:
    """Return what a channel sees after a question has closed.

    Args:
        played: the question and its answers.
        hidden: members who don't want to be shown; they're counted, but not named.
        participants_by_question: ids of those who answered each question of the series, latest first.
        names: the names of those who answered, by id.
    """
    posed = played.posed(0)
    if posed is None:
        return message(text(GONE))
    see = (Button("See my answer", encode(ReviewChallenge(played.challenge.id)), Emphasis.PRIMARY),)
    crowd = _crowd(played, hidden, participants_by_question, names, posed)
    return message(
        *_the_answer(posed),
        *crowd,
        Buttons((*(see if played.players else ()), *revisit(played.pack, [posed.question]))),
        Footer(played.pack.title),
    )


def _the_answer(posed: Posed) -> list[Block]:
    """Return the question and its right answer, which is the heading unless it has several parts."""
    prompt = strong(prompt_of(posed.question))
    if has_parts(posed):
        return [Heading("The answer's in"), text(prompt), right_answer(posed)]
    right, why = solution(posed.pack, posed.question)
    return [Heading(f"The answer: {right}"), text(prompt, *([f"\n{why}"] if why else []))]


def _crowd(
    played: Played,
    hidden: Collection[str],
    participants_by_question: Sequence[Collection[str]],
    names: Mapping[str, str],
    posed: Posed,
) -> list[Block]:
    """Return the turnout, who was right, and the longest streaks."""
    count = len(played.players)
    if not count:
        return [text("Nobody answered this one. Will you go first next time?")]
    right = [member for member, score in played.table.players.items() if score.right]
    knew = [names[member] for member in right if member not in hidden]
    blocks: list[Block] = [text(_turnout(count, len(right)), " ", _who(knew, len(right), count))]
    lines = (distribution(posed, played), closest_of(posed, played, hidden))
    blocks.append(text("\n".join(filter(None, lines))))
    mine = {
        member: row
        for member, row in streaks(participants_by_question).items()
        if member not in hidden and member in names
    }
    longest = max(mine.values(), default=0)
    facts = []
    if longest >= _WORTH_TELLING:
        best = [names[member] for member, row in mine.items() if row == longest]
        facts.append(("Longest streak", f"{_some(best)}: {longest} in a row"))
    together = streak([bool(each) for each in participants_by_question])
    if together >= _WORTH_TELLING:
        facts.append(("This channel", f"{together} questions in a row"))
    return [*blocks, *([Facts(tuple(facts))] if facts else [])]


def _turnout(count: int, right: int) -> str:
    if count == 1:
        return "One person answered."
    if right == count:
        return "Both got it right!" if count == 2 else f"All {count} got it right!"
    return f"{right or 'None'} of {counted(count, 'person', 'people')} got it right."


def _who(names: Sequence[str], right: int, answered: int) -> str:
    """Return who got it right.

    Args:
        names: the names of those who may be shown, quickest first.
        right: the number of people who got it right, shown or not.
        answered: the number of people who answered.
    """
    if not names:
        return ""
    if right == 1:
        return f"{names[0]} got it right." if answered == 1 else f"Only {names[0]} knew."
    if len(names) == 1:
        return f"{names[0]} was one of them."
    return f"Quickest first: {_some(names)}."


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return f"{', '.join(names[:_MOST_NAMES])} and {more} more" if more > 0 else listed(names, "and")
