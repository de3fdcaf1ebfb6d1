"""The options that the commands for making schedules share; each command lists them in its own order of typing."""

from typing import Any

from bot.features.learners.zones import LONGEST, ZONE
from bot.features.scheduling.notations import DATE, DAYS, LAST_DAY, TIME
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.options import OptionsT, option
from bot.language.people import Right


def time_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare the option for the time of day."""
    return option("when, such as 09:00", default="", notation=TIME)


def days_option(usual: str) -> Any:  # noqa: ANN401
    """Declare the option for the days.

    Args:
        usual: the default, as someone would type it.
    """
    return option(
        "daily, Monday and Thursday, every other Tuesday …", default="", usual=usual, completes=True, notation=DAYS
    )


def zone_option() -> Any:  # noqa: ANN401
    """Declare the option for the time zone."""
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
    """Declare the option for the first day."""
    return option(
        "the first day, such as 2030-12-31",
        default="",
        usual="today",
        notation=DATE,
        leads=("from", "starting", "beginning"),
    )


def end_option(*leads: str) -> Any:  # noqa: ANN401
    """Declare the option for the last day, which words such as “for” may introduce, too."""
    leads = ("until", "till", "ending", "-", "–", *leads)
    return option("the last day, such as in 8 weeks", default="", notation=LAST_DAY, leads=leads)


def late_option() -> Any:  # noqa: ANN401
    """Declare the option for what to do with late posts."""
    return option(
        "what to do if I couldn't post on time",
        default="",
        choices=(Suggestion("post", "Post up to two hours late"), Suggestion("skip", "Skip it")),
    )


def notify_option() -> Any:  # noqa: ANN401
    """Declare the option for the role or user group to ping."""
    return option("a role or a user group to ping", default="", usual="nobody", role=True, pings=True, by_name=True)


def everyone_option() -> Any:  # noqa: ANN401
    """Declare the option for pinging everyone."""
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
        word: the command's second word.
        summary: what it does.
        example: example options to follow that word.
        takes: the class of its options.
        needs_channel: whether it can't be used in a direct conversation.
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
