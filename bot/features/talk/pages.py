"""Versed's replies to small talk: a sentence or two, with buttons for what to do next."""

from collections.abc import Sequence
from dataclasses import replace

from bot.content.model import Pack
from bot.features.authoring.actions import ReportItem, something_wrong
from bot.features.help.actions import ShowHelp
from bot.features.lessons.actions import ShowTip
from bot.features.lessons.outline import outline
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.questions import bank
from bot.features.reminders.actions import StopReminding
from bot.features.reviews.actions import StartReview
from bot.features.talk.sayings import SmallTalk
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Message, message
from bot.language.rich_text import CommandMention, Text, TextPart, text

_IN_PASSING = {
    SmallTalk.THANKS: "You're welcome!",
    SmallTalk.GOODBYE: "See you!",
    SmallTalk.PRAISE: "🙂",
}
"""What's said to courtesies among others, where nobody wants to be asked what's next."""


def reply(kind: SmallTalk, pack: Pack, *, among_others: bool) -> Message:
    """Return the private reply to small talk.

    Args:
        kind: the kind of small talk.
        pack: the channel's pack.
        among_others: whether it was said in front of others.
    """
    if among_others and kind in _IN_PASSING:
        return message(text(_IN_PASSING[kind]), private=True, in_passing=True)
    if kind is SmallTalk.OUTLINE:
        return outline(pack)
    buttons = _onward(pack)
    if kind is SmallTalk.STOP:
        buttons = [Button("No more reminders", encode(StopReminding(""))), buttons[-1]]
    if kind is SmallTalk.PRIVACY:
        buttons = [Button("Get or delete my data", encode(ShowHelp("privacy"))), buttons[-1]]
    return _in_passing(text(*_said(kind, pack)), buttons)


def doubt(pack: Pack, about: ReportItem | None) -> Message:
    """Return the private reply to someone who doubts what Versed said.

    Args:
        pack: the channel's pack.
        about: the item that they saw last; None if they saw none lately.
    """
    if about is None:
        return reply(SmallTalk.DOUBT, pack, among_others=False)
    sentence = text("I only say what's in “", pack.title, "”, word for word. If something's wrong there, say what:")
    return _in_passing(sentence, (something_wrong(about), _onward(pack)[-1]))


def unclear(pack: Pack) -> Message:
    """Return the private reply to a text without a subject.

    Args:
        pack: the channel's pack.
    """
    sentence = text(
        "I can't tell what that's about. Ask me about something in “", pack.title, "”, or pick one of these."
    )
    return _in_passing(sentence, _onward(pack))


def instead(sentence: Text) -> Message:
    """Return the private reply to a wish that no command grants.

    Args:
        sentence: what can be done instead.
    """
    return _in_passing(sentence, (Button("What I can do", encode(ShowHelp())),))


def _in_passing(sentence: Text, buttons: Sequence[Button]) -> Message:
    return message(sentence, Buttons(tuple(buttons)), private=True, in_passing=True)


def _onward(pack: Pack) -> list[Button]:
    """Return buttons for what the pack has; imported ones may only have cards."""
    onward = [
        *([Button("A tip", encode(ShowTip(pack.id)))] if pack.tips else []),
        *([Button("A quick quiz", encode(StartQuiz(pack.id)))] if bank(pack) else []),
    ]
    onward = onward or [Button("Flashcards", encode(StartReview(pack.id)))]
    return [replace(onward[0], emphasis=Emphasis.PRIMARY), *onward[1:], Button("What I can do", encode(ShowHelp()))]


def _said(kind: SmallTalk, pack: Pack) -> tuple[str | TextPart, ...]:
    return tuple(pack.title if part is _TITLE else part for part in _REPLIES[kind])


_TITLE = "{pack}"
"""Stands for the pack's title."""

_ABOUT: tuple[str | TextPart, ...] = (
    "I'm Versed, a bot that teaches your team in small bites: tips, quizzes, flashcards and answers. "
    "Right now it's “",
    _TITLE,
    "”, and I only say what's in there.",
)

_REPLIES: dict[SmallTalk, tuple[str | TextPart, ...]] = {
    SmallTalk.IDENTITY: _ABOUT,
    SmallTalk.HELP: _ABOUT,
    SmallTalk.GREETING: ("Hi! Ask me anything about “", _TITLE, "”, or start with one of these."),
    SmallTalk.WELLBEING: ("Very well, thanks! I'm always up for a quiz. You?",),
    SmallTalk.THANKS: ("You're welcome! Want another one?",),
    SmallTalk.GOODBYE: ("See you! There's time for one more, if you like.",),
    SmallTalk.PRAISE: ("All right! What would you like next?",),
    SmallTalk.NEXT: ("Sure! Pick one, or ask me something about “", _TITLE, "”."),
    SmallTalk.COMPLAINT: ("Sorry about that! Try it in a whole sentence, or pick one of these.",),
    SmallTalk.FUN: ("I'm better at quizzes than at jokes. Want one?",),
    SmallTalk.LANGUAGES: ("I only speak English. What I teach is in the language of its pack.",),
    SmallTalk.DOUBT: (
        "I only say what's in “",
        _TITLE,
        "”, word for word. If something's wrong there, press “Something's wrong here” below the answer.",
    ),
    SmallTalk.PRIVACY: (
        "If I can answer you in a channel, everyone there sees it; a direct message stays between us. "
        "I remember your last question for five minutes, so that you can follow up, and count the ones I can't "
        "answer, without names. Only you see your quiz answers; others see totals of at least five people.",
    ),
    SmallTalk.ACCESS: (
        "I can't open your files, your other systems or the web. I only know what's in “",
        _TITLE,
        "”.",
    ),
    SmallTalk.ADDRESS: (
        "Just ask! In a channel, mention me or use ",
        CommandMention("/ask"),
        ", so that I know it's for me. In a direct message, write whatever you like.",
    ),
    SmallTalk.FORMATS: (
        "A quiz is just for you, with an explanation after each answer. A challenge is a quiz that everyone in the "
        "channel takes in their own time; in a game, all answer at once. Flashcards come back right before you'd "
        "forget them, and a tip is a short read.",
    ),
    SmallTalk.STOP: (
        "I only write to you when you ask me to. ",
        CommandMention("/remind off"),
        " stops reminders; an administrator can pause what I post in a channel.",
    ),
}
