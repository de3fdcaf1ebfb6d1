"""The reminders sent before a challenge closes. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.content.model import Pack
from bot.features.challenges.actions import StopNudges
from bot.features.challenges.announcement_pages import about, people_have, take_button
from bot.features.challenges.model import Challenge, Turn
from bot.language.actions import encode
from bot.language.controls import Button, Buttons
from bot.language.message import Countdown, Footer, Heading, Message, message
from bot.language.people import id_of, platform_of
from bot.language.platforms import traits
from bot.language.rich_text import CommandMention, text


def nudge(challenge: Challenge, pack: Pack, turns: Sequence[Turn], askable: int, at: datetime) -> Message:
    """Return the reminder for someone who hasn't finished a challenge that closes soon.

    Args:
        challenge: the challenge.
        pack: its pack.
        turns: the member's turns.
        askable: how many questions they were or will be asked, without those that have left the pack.
        at: now, in UTC.
    """
    locked = sum(turn.answer is not None for turn in turns)
    so_far = f"You've answered {locked} of {askable}." if turns else "You haven't started yet."
    where = id_of(challenge.tenant)
    stop = Button("No more of these", encode(StopNudges(where)))
    # On other platforms, a private conversation isn't in the workspace, so a press there wouldn't find the challenge.
    belongs = not traits(platform_of(challenge.tenant)).one_person
    on = [take_button(challenge, "Continue" if turns else "Take the challenge")] if belongs else []
    left = challenge.closes - at
    return message(
        Heading("A challenge closes soon"),
        text(f"{about(challenge, pack)}, in ", challenge.channel, f". {so_far}"),
        Countdown(at, challenge.closes, "It closes {when}.", left),
        *([] if belongs else [text("Continue there with ", CommandMention("/challenge"), ".")]),
        Buttons((*on, stop)),
        Footer(text("You've taken challenges in ", challenge.channel, " before. I only do this once for each.")),
        private=True,
    )


def nudge_for_all(challenge: Challenge, pack: Pack, participants: int, at: datetime) -> Message:
    """Return the reminder that's posted in a challenge's thread.

    Args:
        challenge: the challenge.
        pack: its pack.
        participants: the number of participants.
        at: now, in UTC.
    """
    return message(
        text(f"{about(challenge, pack)}. {people_have(participants)} begun so far."),
        Countdown(at, challenge.closes, "It closes {when}.", challenge.closes - at),
        Buttons((take_button(challenge, "Take the challenge"),)),
    )


def nudges_stopped() -> Message:
    """Return the confirmation for someone who wants no more reminders."""
    sentence = text(
        "Done: I won't tell you before a challenge closes. ", CommandMention("/settings nudges:yes"), " undoes that."
    )
    return message(sentence, private=True)
