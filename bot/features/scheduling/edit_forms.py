"""The forms for making and changing a schedule, with pickers for the options that have one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum

from bot.content.model import Pack
from bot.features.scheduling.actions import EditSchedule
from bot.features.scheduling.changes import ALL, NEVER
from bot.features.scheduling.date_phrases import WEEKDAYS
from bot.features.scheduling.kinds import PostKind
from bot.features.scheduling.model import Schedule, Weekdays
from bot.language.actions import encode
from bot.language.channels import CHANNEL
from bot.language.controls import MOST_CHOICES, Button
from bot.language.forms import Form, FormField, OptionsForm, Picker, Suggestion
from bot.language.options import CommandOption, OptionKind
from bot.language.people import NOBODY, Audience, Place

COMMAND = "schedule edit"
"""The command that a form corresponds to."""


class FormPart(IntEnum):
    """The parts into which the options are split, because on some platforms they don't all fit into one form."""

    WHEN_AND_WHERE = 0
    DATES = 1
    ITS_OWN = 2


_LABELS = {
    FormPart.WHEN_AND_WHERE: "Change …",
    FormPart.DATES: "Dates and zone …",
    FormPart.ITS_OWN: "More options …",
}
_FIELDS = {
    FormPart.WHEN_AND_WHERE: ("time", "days", CHANNEL, "topic", "notify", "zone"),
    FormPart.DATES: ("zone", "start", "end", "late", "everyone"),
}
"""The fields of each form, the most important first, because Discord shows only five."""

_COMMON = {name for fields in _FIELDS.values() for name in fields}
_EMPTIED = {"topic": ALL, "end": NEVER, "notify": NOBODY, "everyone": NOBODY}
_NEW = ("time", "days", "topic", "zone")
"""The fields of a new schedule's form, besides the channel."""
_USUALLY = {
    "days": "Such as daily, weekdays, or Monday and Thursday.",
    "zone": "Such as Europe/Berlin. Leave it empty for yours.",
}
_PICKERS = {"time": Picker.TIME, "start": Picker.DATE, "end": Picker.DATE}
_DAYS = tuple(Suggestion(day, day) for day in WEEKDAYS)


def buttons(schedule: Schedule, options: Mapping[str, str], kind: PostKind, pack: Pack | None) -> Sequence[Button]:
    """Return a button for each form that changes a schedule.

    Args:
        schedule: the schedule.
        options: its current options.
        kind: its kind.
        pack: its pack; None if it's gone.
    """
    return tuple(
        Button(_LABELS[part], encode(EditSchedule(schedule.number, part)), form=form)
        for part in FormPart
        if (form := form_of(schedule, part, options, kind, pack)).fields
    )


def new_form(kind: PostKind, pack: Pack) -> Form:
    """Return the form for making a schedule, which also asks for the channel.

    Args:
        kind: the schedule's kind.
        pack: the pack to post from.
    """
    known = {each.name: each for each in kind.command.options} if kind.command else {}
    form_fields = (_field(known[name], "", None if kind.mixes_topics else pack) for name in _NEW if name in known)
    return Form(
        f"New {kind.name}",
        (
            FormField(CHANNEL, "Channel", channel=True),
            *(
                replace(each, hint=_USUALLY.get(each.name, each.hint), required=False, completes=False)
                for each in form_fields
            ),
        ),
        "Leave a field empty for the usual; you can change it later.",
    )


def form_of(
    schedule: Schedule, part: FormPart, options: Mapping[str, str], kind: PostKind, pack: Pack | None
) -> OptionsForm:
    """Return a form for changing a schedule.

    Args:
        schedule: the schedule.
        part: the part of its options.
        options: its current options.
        kind: its kind.
        pack: its pack; None if it's gone.
    """
    number = str(schedule.number)
    fields = tuple(_fields(part, schedule, options, kind, pack))
    return OptionsForm(
        COMMAND,
        f"Change schedule {number}",
        "Anything you don't touch stays the same.",
        fields,
        fixed=(("schedule", number),),
    )


def _fields(
    part: FormPart, schedule: Schedule, options: Mapping[str, str], kind: PostKind, pack: Pack | None
) -> Iterator[FormField]:
    known = {each.name: each for each in kind.command.options} if kind.command else {}
    for name in _FIELDS.get(part, tuple(each for each in known if each not in _COMMON)):
        if name == CHANNEL:
            here = Place(schedule.place, schedule.place_name)
            yield FormField(name, "Channel", value=here.text, shows=here.name, required=False, channel=True)
        elif name in known:
            yield _field(known[name], _value(name, schedule, options), None if kind.mixes_topics else pack)


def _value(name: str, schedule: Schedule, options: Mapping[str, str]) -> str:
    """Return the initial value of a field; days of the week are listed one by one, to match the checkboxes."""
    if name == "days" and isinstance(schedule.days, Weekdays):
        return ", ".join(WEEKDAYS[each] for each in schedule.days.days)
    return options.get(name, "")


def _field(option: CommandOption, value: str, pack: Pack | None) -> FormField:
    """Return the field for an option.

    Args:
        option: the option of the kind's command.
        value: the initial value.
        pack: the pack whose topics the field offers; None if topics are typed, because there can be several.
    """
    audience = Audience.read(value) if option.name == "notify" else None
    topics = tuple(Suggestion(each.title, each.title) for each in pack.topics) if pack else ()
    return FormField(
        option.name,
        _NAMES.get(option.name, option.name.replace("_", " ").capitalize()),
        hint=_HINTS.get(option.name, ""),
        value=value,
        required=option.name in ("time", "days", "zone", "start"),
        longest=option.longest,
        bounds=(option.minimum, option.maximum) if option.kind is OptionKind.INTEGER else None,
        choices=topics if option.name == "topic" and len(topics) <= MOST_CHOICES else option.choices,
        completes=option.completes,
        role=option.name == "notify",
        picker=_PICKERS.get(option.name),
        several=_several(value) if option.name == "days" else (),
        emptied=_EMPTIED.get(option.name, ""),
        shows=audience.shown if audience else "",
    )


_NAMES = {
    "notify": "Ping",
    "everyone": "Ping everyone",
    "zone": "Time zone",
    "late": "When it's late",
    "thread": "Open a thread",
    "pin": "Pin the latest",
    "ask": "Ask a question",
}
_HINTS = {
    "notify": "Leave it empty to ping nobody.",
    "topic": "Leave it empty for all topics.",
    "end": "Leave it empty to keep going.",
}


def _several(value: str) -> tuple[Suggestion, ...]:
    """Return the days of the week as choices, if the value lists only such days; other days are typed."""
    return _DAYS if all(part.strip() in WEEKDAYS for part in value.split(",")) else ()
