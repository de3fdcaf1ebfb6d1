"""The welcome message when Versed joins a server, a workspace or a channel, with three ways to begin."""

from bot.content.model import Pack
from bot.features.quizzes.actions import StartQuiz
from bot.features.scheduling.actions import OfferTips
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Footer, Heading, Message, message
from bot.language.offers import run
from bot.language.rich_text import CommandMention, Text, text

_HEADING = Heading("Hello, I'm Versed")


def welcome(pack: Pack) -> Message:
    """Return the welcome for a channel: what Versed does, and how to begin."""
    greeting: Text = text(
        "I teach in small bites: a tip in the morning, a question over coffee, a game on Friday. We begin with ",
        pack.title,
        ". Pick one, or type ",
        CommandMention("/help"),
        " to see the rest.",
    )
    tips = Button("Set up daily tips", encode(OfferTips()), Emphasis.PRIMARY)
    return _greeting(pack, greeting, tips, _question(pack), *_runs("Start a game", "game start"))


def welcome_alone(pack: Pack) -> Message:
    """Return the welcome for the person who added Versed, in a private conversation."""
    greeting: Text = text(
        "Thanks for adding me! Invite me to a channel, and I'll bring tips, questions and games there. Until then, "
        "try me here: we begin with ",
        pack.title,
        ".",
    )
    return _greeting(
        pack, greeting, _question(pack), *_runs("Show me a tip", "tip"), *_runs("What can you do?", "help")
    )


def _greeting(pack: Pack, greeting: Text, *buttons: Button) -> Message:
    return message(_HEADING, greeting, Buttons(buttons), Footer(pack.credit))


def _question(pack: Pack) -> Button:
    return Button("Try a question", encode(StartQuiz(pack.id, questions=1)))


def _runs(label: str, command: str) -> tuple[Button, ...]:
    press = run(command, {})
    return () if press is None else (Button(label, press),)
