"""How a challenge is announced. Pure."""

from bot.content.model import Pack
from bot.features.challenges.actions import TakeChallenge
from bot.features.challenges.model import Challenge, Opener
from bot.features.challenges.rules import still_there
from bot.features.scheduling.wording import moment
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, text
from bot.language.text import counted, timed


def about(challenge: Challenge, pack: Pack) -> str:
    """Return what a challenge asks, on one line; questions that have left the pack don't count."""
    topic = pack.topic_by_id.get(challenge.topic)
    on = f" on {topic.title}" if topic else ""
    return timed(len(still_there(challenge, pack)), challenge.limit.seconds, on)


def take_button(challenge: Challenge, label: str) -> Button:
    """Return the button that leads into a challenge."""
    return Button(label, encode(TakeChallenge(challenge.id)), Emphasis.PRIMARY)


def people_have(participants: int) -> str:
    """Return how many people have taken part, as the beginning of a sentence: “2 people have”, “Nobody has”."""
    return counted(participants, "person has", "people have") if participants else "Nobody has"


def opened_by(by: Opener | None) -> tuple[tuple[str, str], ...]:
    """Return the fact that names who opened a challenge; nothing for a schedule."""
    return (("Opened by", by.name),) if by and by.name else ()


def announcement(
    challenge: Challenge, pack: Pack, zone: str, *, by: Opener | None = None, again: bool = False
) -> Message:
    """Return the announcement that the channel sees.

    Args:
        challenge: the challenge.
        pack: its pack.
        zone: the time zone in which to say when it closes.
        by: who opened it; None for a schedule.
        again: whether it's announced again while it's still open.
    """
    return message(
        Heading(f"{'Still open: ' if again else ''}Challenge: {pack.title}"),
        text(f"{about(challenge, pack)}. Take it alone, any time before it closes. You get one try."),
        Facts((*opened_by(by), ("Closes", text(moment(challenge.closes, zone))))),
        Buttons((take_button(challenge, "Take the challenge"),)),
        Footer(text("Nobody sees answers before it closes · ", CommandMention("/help scoring"))),
    )
