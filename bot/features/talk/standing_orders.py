"""Standing orders: what people say about posts that go out by themselves, such as “no tips tomorrow”. Pure."""

import re
from calendar import day_name
from collections.abc import Mapping

from bot.features.talk.intent import Confidence, Intent
from bot.language.commands import AnyCommand
from bot.language.option_values import reads
from bot.language.text import said

_LEAD = re.compile(
    r"(?:(?:please|pls|hey|ok|okay|so|just|can|could|would|will|you|we|i|let['’]?s|want|need|like|to|versed)[\s,]+)*"
)
_ADDED = re.compile(r"(?:,? (?:please|pls|thanks|thank you|versed))+$")

_SIGNS = re.compile(r"[^\w)%#]+$")
"""Emoji and punctuation at the end."""

_KINDS = "tip|report|challenge|game|question|quiz|post|schedule"
_SEVERAL = (
    r"(?:all (?:of )?(?:the |our |my )?)?(?:(?:daily|weekly|monthly) )?"
    r"(?:tips|reports|challenges|games|questions|quizzes|posts|schedules)|everything"
)
_ANY = rf"(?:any |the |our |my |this |that )?(?P<what>{_SEVERAL}|(?:(?:daily|weekly|monthly) )?(?:{_KINDS}))"
_THE_SEVERAL = rf"(?:the |our |my )?(?P<what>{_SEVERAL})"

_DAY = "|".join(day.lower() for day in day_name)
_WHEN = (
    r"(?P<when>(?:until|till|til|over|during|from|between|this|next) .+"
    rf"|(?:on )?(?:today|tonight|tomorrow|{_DAY})\b.*"
    r"|(?:for|in|on) (?:an?|the|this|next|one|two|three|four|six|[0-9]+) .+)"
)
_PAUSE = r"(?:pause|stop|hold|suspend|halt|(?:turn|switch) off|stop (?:posting|sending))"
_QUIET = (
    r"(?:pause|mute|(?:be|keep|stay|go) (?:quiet|silent)|shut up|stop (?:posting|talking)"
    r"|(?:do not|don['’]?t) (?:post|send|write)(?: anything)?|(?:mute|silence) (?:yourself|the bot|versed))"
)
_LEAVE_OUT = r"(?:skip|cancel|drop|leave out|no|no more|(?:do not|don['’]?t) (?:post|send))"

_STOPS = (
    (re.compile(rf"{_PAUSE} {_ANY} {_WHEN}"), "schedule pause"),
    (re.compile(rf"{_LEAVE_OUT} {_ANY} {_WHEN}"), "schedule skip"),
    (
        re.compile(
            rf"{_LEAVE_OUT} (?:the )?(?P<when>today|tomorrow|(?:(?:this|next) )?(?:week|month|{_DAY}))['’]?s {_ANY}"
        ),
        "schedule skip",
    ),
    (re.compile(rf"{_QUIET} {_WHEN}"), "schedule pause"),
    (re.compile(rf"(?:pause|hold|suspend) {_THE_SEVERAL}"), "schedule pause"),
    (re.compile(rf"(?:stop|halt) (?:posting |sending )?(?!everything){_THE_SEVERAL}"), "schedule pause"),
    (re.compile(rf"(?:resume|restart|continue|unpause) {_THE_SEVERAL}"), "schedule resume"),
    (
        re.compile(r"skip (?:the )?next (?P<what>(?:(?:daily|weekly|monthly) )?(?:tip|report|challenge))"),
        "schedule skip",
    ),
    (
        re.compile(rf"(?:skip|leave out) (?P<when>tomorrow|next (?:week|month)|(?:(?:on|this|next) )?(?:{_DAY}))"),
        "schedule skip",
    ),
)
"""A game, challenge or question that's on can be stopped or skipped, too; so it needs a time, or to be several."""

_CHANGES = (
    re.compile(
        rf"(?:move|change|shift|switch|reschedule|set|make|put) {_ANY} "
        r"(?:(?:come|post|go out) )?(?:back |forward )?(?:to|at|on|for) (?P<value>.+)"
    ),
    re.compile(rf"(?:change|move|set) (?:the )?(?:time|hour|days?) (?:of|for) {_ANY} to (?P<value>.+)"),
    re.compile(rf"(?:(?:post|send|have|do) )?{_ANY} (?:at |on |to )?(?P<value>.+?) instead(?: of .+)?"),
)


def standing_order(line: str, edit: AnyCommand) -> Intent | None:
    """Return the command that stops, skips or changes posts as a line says; None for other lines.

    Args:
        line: the line, without a slash.
        edit: the command that changes schedules.
    """
    text = _LEAD.sub("", _ADDED.sub("", _SIGNS.sub("", said(line))), count=1)
    for form, command in _STOPS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            which = [_schedule(parts["what"])] if "what" in parts else []
            return _likely(command, " ".join([*which, *([parts["when"]] if "when" in parts else [])]))
    for form in _CHANGES:
        if (found := form.fullmatch(text)) and (changes := _changes(found["value"], edit)):
            return _likely(edit.name, _schedule(found["what"]), changes)
    return None


def _likely(command: str, schedule: str, changes: Mapping[str, str] | None = None) -> Intent:
    return Intent(command, {"schedule": schedule, **(changes or {})}, Confidence.LIKELY)


def _schedule(what: str) -> str:
    """Return how commands name what was said: “all” for every post."""
    return "all" if what in ("everything", "posts", "schedules", "all posts", "all schedules") else what


def _changes(value: str, edit: AnyCommand) -> dict[str, str]:
    """Return the new time, days or both that a text says; nothing if it says something else.

    Args:
        value: the text, such as “10:00” or “fridays at 9”.
        edit: the command that changes schedules.
    """
    by_name = {option.name: option for option in edit.options}
    days, _, time = value.rpartition(" at ")
    if days and reads(by_name["days"], days) and (time.isdigit() or reads(by_name["time"], time)):
        return {"days": days, "time": time}
    if value.isdigit() or reads(by_name["time"], value):
        return {"time": value}
    return {"days": value} if reads(by_name["days"], value) else {}
