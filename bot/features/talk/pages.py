"""Versed's replies to small talk: a sentence or two, with buttons for what to do next."""

from dataclasses import replace

from bot.content.model import Pack
from bot.features.help.actions import ShowHelp
from bot.features.lessons.actions import ShowTip
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.questions import bank
from bot.features.reminders.actions import StopReminding
from bot.features.reviews.actions import StartReview
from bot.features.talk.sayings import SmallTalk
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Message, message
from bot.language.rich_text import CommandMention, TextPart, text


def reply(kind: SmallTalk, pack: Pack) -> Message:
    """Return the private reply to small talk.

    Args:
        kind: the kind of small talk.
        pack: the channel's pack.
    """
    buttons = _onward(pack)
    if kind is SmallTalk.STOP:
        buttons = [Button("No more reminders", encode(StopReminding(""))), buttons[-1]]
    if kind is SmallTalk.PRIVACY:
        buttons = [Button("Get or delete my data", encode(ShowHelp("privacy"))), buttons[-1]]
    return message(text(*_said(kind, pack)), Buttons(tuple(buttons)), private=True)


def unclear(pack: Pack) -> Message:
    """Return the private reply to a text without a subject.

    Args:
        pack: the channel's pack.
    """
    sentence = text(
        "I can't tell what that's about. Ask me about something in “", pack.title, "”, or pick one of these."
    )
    return message(sentence, Buttons(tuple(_onward(pack))), private=True)


def _onward(pack: Pack) -> list[Button]:
    """Return buttons for what the pack has; imported ones may only have cards."""
    onward = [
        *([Button("A tip", encode(ShowTip(pack.id)))] if pack.tips else []),
        *([Button("A quick quiz", encode(StartQuiz(pack.id)))] if bank(pack) else []),
    ]
    onward = onward or [Button("Flashcards", encode(StartReview(pack.id)))]
    return [replace(onward[0], emphasis=Emphasis.PRIMARY), *onward[1:], Button("What I can do", encode(ShowHelp()))]


def _said(kind: SmallTalk, pack: Pack) -> tuple[str | TextPart, ...]:
    match kind:
        case SmallTalk.GREETING:
            return ("Hi! Ask me anything about “", pack.title, "”, or start with one of these.")
        case SmallTalk.WELLBEING:
            return ("Very well, thanks! I'm always up for a quiz. You?",)
        case SmallTalk.FUN:
            return ("I'm better at quizzes than at jokes. Want one?",)
        case SmallTalk.DOUBT:
            return (
                "I only say what's in “",
                pack.title,
                "”, word for word. If something's wrong there, press “Something's wrong here” below the answer.",
            )
        case SmallTalk.PRIVACY:
            return (
                "If I can answer you in a channel, everyone there sees it; a direct message stays between us. I remember "
                "your last question for five minutes, so that you can follow up, and count the ones I can't answer, "
                "without names. Only you see your quiz answers; others see totals of at least five people.",
            )
        case SmallTalk.LANGUAGES:
            return ("I only speak English. What I teach is in the language of its pack.",)
        case SmallTalk.THANKS:
            return ("You're welcome! Want another one?",)
        case SmallTalk.GOODBYE:
            return ("See you! There's time for one more, if you like.",)
        case SmallTalk.PRAISE:
            return ("All right! What would you like next?",)
        case SmallTalk.NEXT:
            return ("Sure! Pick one, or ask me something about “", pack.title, "”.")
        case SmallTalk.COMPLAINT:
            return ("Sorry about that! Try it in a whole sentence, or pick one of these.",)
        case SmallTalk.STOP:
            return (
                "I only write to you when you ask me to. ",
                CommandMention("/remind off"),
                " stops reminders; an administrator can pause what I post in a channel.",
            )
        case SmallTalk.IDENTITY | SmallTalk.HELP:
            return (
                "I'm Versed, a bot that teaches your team in small bites: tips, quizzes, flashcards and answers. "
                "Right now it's “",
                pack.title,
                "”, and I only say what's in there.",
            )
