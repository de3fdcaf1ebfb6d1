"""What the commands that make schedules share: options declared once, which each lists in the order of typing."""

from typing import Any

from bot.features.learners.zones import LONGEST, ZONE
from bot.features.scheduling.notations import DATE, DAYS, TIME
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.options import OptionsT, option
from bot.language.people import Right


def time_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare at what time of day something is posted."""
    return option("when, such as 09:00", default="", notation=TIME)


def days_option(usual: str) -> Any:  # noqa: ANN401
    """Declare on which days something is posted.

    Args:
        usual: those by default, in words as people type them.
    """
    return option(
        "daily, Monday and Thursday, every other Tuesday …", default="", usual=usual, completes=True, notation=DAYS
    )


def zone_option() -> Any:  # noqa: ANN401
    """Declare the time zone."""
    return option(
        "the time zone, such as Europe/Berlin",
        default="",
        usual="yours",
        longest=LONGEST,
        completes=True,
        notation=ZONE,
        leads=("in",),
    )


def start_option() -> Any:  # noqa: ANN401
    """Declare the first day."""
    return option(
        "the first day, such as 2030-12-31",
        default="",
        usual="today",
        notation=DATE,
        leads=("from", "starting", "beginning"),
    )


def end_option() -> Any:  # noqa: ANN401
    """Declare the last day."""
    return option("the last day, such as in 8 weeks", default="", notation=DATE, leads=("until", "till", "ending"))


def late_option() -> Any:  # noqa: ANN401
    """Declare what becomes of a post that's late."""
    return option(
        "what to do if I couldn't post on time",
        default="",
        choices=(Suggestion("post", "Post up to two hours late"), Suggestion("skip", "Skip it")),
    )


def notify_option() -> Any:  # noqa: ANN401
    """Declare the role or user group that's pinged."""
    return option("a role or a user group to ping", default="", usual="nobody", role=True, pings=True, by_name=True)


def everyone_option() -> Any:  # noqa: ANN401
    """Declare whether everyone is pinged."""
    return option(
        "ping everyone instead; use it with care",
        default="",
        by_name=True,
        choices=(
            Suggestion("everyone", "@everyone: everyone in this channel"),
            Suggestion("here", "@here: everyone who's online"),
        ),
    )


def schedule_command(
    word: str, summary: str, example: str, takes: type[OptionsT], *, needs_channel: bool = False
) -> Command[OptionsT]:
    """Make a command of the group `schedule`, for administrators.

    Args:
        word: its second word.
        summary: what it does.
        example: what may follow that word.
        takes: its options.
        needs_channel: it makes no sense in a private conversation.
    """
    return Command(
        f"schedule {word}",
        summary,
        f"/schedule {word} {example}".rstrip(),
        takes,
        Right.ADMINISTRATOR,
        "schedule posts",
        needs_channel,
    )
