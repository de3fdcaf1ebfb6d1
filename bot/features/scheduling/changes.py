"""Changes of a schedule: converts it to the options of its kind's command, and changes some of them."""

from collections.abc import Mapping

from bot.features.scheduling.day_phrases import leaves_out
from bot.features.scheduling.kinds import PostKind
from bot.features.scheduling.model import ScheduleDraft
from bot.features.scheduling.wording import read_time, write_days
from bot.language.commands import AnyCommand
from bot.language.people import NOBODY, Audience, Reach
from bot.language.refusals import Refusal, blaming
from bot.language.text import fold, said

NEVER, ALL = "never", "all"
"""The words that remove the end, and the topic."""

_NO_END = (NEVER, "none", "no end", "open", "forever")
_NO_TOPIC = (ALL, "none", "any", "all topics", "every topic")


def as_options(draft: ScheduleDraft, kind: PostKind, topic: str) -> dict[str, str]:
    """Return a schedule as the options of its kind's command, without empty ones.

    Args:
        draft: the schedule.
        kind: the schedule's kind.
        topic: the titles of its topics, as someone would type them; or "".
    """
    audience = Audience.read(draft.notify)
    by_role = audience is not None and audience.reach is Reach.ROLE
    found = {
        "time": draft.time,
        "days": write_days(draft.days),
        "zone": draft.zone,
        "topic": topic,
        "start": str(draft.starts),
        "end": str(draft.ends) if draft.ends else "",
        "late": draft.late,
        "notify": draft.notify if by_role else "",
        "everyone": "" if by_role else draft.notify,
        **kind.given(draft),
    }
    known = {each.name for each in kind.command.options} if kind.command else set()
    return {name: value for name, value in found.items() if value and name in known}


def with_changes(there: Mapping[str, str], changes: Mapping[str, str], command: AnyCommand) -> dict[str, str]:
    """Return the options of a command with some of them changed.

    Args:
        there: the current options.
        changes: the new values; `never`, `all` and `nobody` remove the end, the topic and the pings, and days such as
            “except Friday” are left out of the current ones.
        command: the command.

    Raises:
        Refusal: a change is of an option that the command doesn't have.
    """
    known = {each.name for each in command.options}
    for name in changes:
        if name not in known:
            raise Refusal(f"“{name}” is for another kind of schedule; leave it out here.", option=name)
    found = {**there, **changes}
    if "days" in changes and "days" in there and leaves_out(said(changes["days"])):
        found["days"] = f"{there['days']} {changes['days']}"
    for one, other in (("notify", "everyone"), ("everyone", "notify")):
        if one in changes and other not in changes:
            found.pop(other, None)
    for name, nothing in (("notify", ("", NOBODY)), ("everyone", (NOBODY,)), ("end", _NO_END), ("topic", _NO_TOPIC)):
        if fold(found.get(name, "\0")) in nothing:
            del found[name]
    if "time" in changes and "days" not in changes and _says_days(changes["time"]):
        del found["days"]
    return found


def _says_days(time: str) -> bool:
    with blaming("time"):
        return bool(read_time(time)[1])
