"""The page that offers to change a schedule that differs from what was asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.features.scheduling.actions import ApplyChange, ShowSchedule
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.summary import in_text
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Facts, Heading, Message, message
from bot.language.people import Audience
from bot.language.rich_text import text

_LABELS = {
    "notify": "Pings",
    "everyone": "Pings everyone",
    "start": "First day",
    "end": "Last day",
    "late": "When it's late",
}


class OptionDifference(NamedTuple):
    """An option whose value differs from what was asked for.

    Args:
        name: the option's name.
        now, wanted: the current and the requested value, as typed; "" for none.
    """

    name: str
    now: str
    wanted: str


def change(
    schedule: Schedule, offered: int, differences: Sequence[OptionDifference], kinds: PostKinds, heading: str
) -> Message:
    """Return a page with an existing schedule, how it differs from the requested one, and a button that changes it.

    Args:
        schedule: the existing schedule.
        offered: the number under which the requested version is stored.
        differences: the options that differ.
        kinds: the kinds of schedules.
        heading: the page's heading.
    """
    return message(
        Heading(heading),
        text(*in_text(schedule, kinds), ". You asked for something else:"),
        Facts(tuple((_LABELS.get(each.name, each.name.capitalize()), _difference(each)) for each in differences)),
        Buttons(
            (
                Button("Change it", encode(ApplyChange(schedule.number, offered)), Emphasis.PRIMARY),
                Button("Keep it as it is", encode(ShowSchedule(schedule.number))),
            )
        ),
        private=True,
        replaces=True,
    )


def _difference(each: OptionDifference) -> str:
    now, wish = (_shown(each.name, value) for value in (each.now, each.wanted))
    return f"{wish or 'none'} (now {now or 'none'})"


def _shown(name: str, value: str) -> str:
    """Return the value of an option in readable form."""
    audience = Audience.read(value) if name in ("notify", "everyone") else None
    return audience.shown if audience else value
