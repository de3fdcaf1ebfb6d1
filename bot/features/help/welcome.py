"""Welcome: what Versed says when it comes into a server or a workspace, and three ways to begin."""

from bot.content.model import Pack
from bot.features.lessons.actions import ShowTopics
from bot.features.quizzes.actions import StartQuiz
from bot.features.scheduling.actions import OfferTips
from bot.language.actions import encode
from bot.language.message import Button, Buttons, CommandMention, Emphasis, Footer, Heading, Message, message, text


def welcome(pack: Pack) -> Message:
    """Return what Versed does, and how to begin."""
    return message(
        Heading("Hello, I am Versed"),
        text(
            "I teach your team in small bites: comparisons, a glossary, tips and quizzes. First subject: ",
            pack.title,
            ". Begin with one of these, or type ",
            CommandMention("/help"),
            ".",
        ),
        Buttons(
            (
                Button("Try a comparison", encode(ShowTopics(pack.id)), Emphasis.PRIMARY),
                Button("Take a quiz", encode(StartQuiz(pack.id))),
                Button("Set up daily tips", encode(OfferTips())),
            )
        ),
        Footer(f"{pack.title} · after {pack.source.title}"),
    )
