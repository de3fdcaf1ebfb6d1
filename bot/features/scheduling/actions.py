"""What the buttons of scheduling carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("schedule", version=1, command="schedule list")
class ShowSchedule(Action):
    """One schedule, and what can be done with it."""

    number: int


@action("coming", version=1, command="schedule preview")
class PreviewSchedule(Action):
    """When a schedule posts next, and what."""

    number: int


@action("pause", version=1, command="schedule pause")
class PauseSchedule(Action):
    """Stop posting for now."""

    number: int


@action("resume", version=1, command="schedule resume")
class ResumeSchedule(Action):
    """Post again."""

    number: int


@action("skip", version=1, command="schedule skip")
class SkipDay(Action):
    """Skip the next post, if it's still the one of this day (counted from the year 1)."""

    number: int
    day: int


@action("now", version=1, command="schedule now")
class PostNow(Action):
    """Post now, in addition to what's planned."""

    number: int


@action("remove", version=1, command="schedule remove")
class RemoveSchedule(Action):
    """Stop posting for good, once the asker is sure."""

    number: int
    sure: bool = False


@action("uncourse", version=1, command="schedule list")
class RemoveCourse(Action):
    """Nothing more of a course, once the administrator is sure."""

    course: int
    sure: bool = False


@action("unremove", version=1, command="schedule list")
class BringBackSchedule(Action):
    """A schedule that was removed a short while ago, as it was before: paused, or not."""

    number: int
    paused: bool


@action("recourse", version=1, command="schedule list")
class BringBackCourse(Action):
    """A course that was removed a short while ago, as it was before.

    Args:
        course: its number.
        paused: the numbers of its schedules that were paused, with full stops between them.
    """

    course: int
    paused: str


@action("new", version=1, command="schedule tip")
class NewSchedule(Action):
    """A schedule of a kind, made in a form that asks for its channel."""

    kind: str


@action("daily", version=1, command="schedule tip")
class OfferTips(Action):
    """A tip every weekday, shown before it's begun."""


@action("begin", version=1, command="schedule tip")
class BeginTips(Action):
    """A tip every weekday, begun."""


@action("zone", version=1, command="settings")
class ChooseZone(Action):
    """The team's time zone, typed into a form; then the offer of daily tips again."""


@action("edit", version=1, command="schedule edit")
class EditSchedule(Action):
    """A schedule, changed in a form that asks for a part of what it's made of."""

    number: int
    part: int


@action("change", version=1, command="schedule edit")
class ApplyChange(Action):
    """A schedule as the one that was offered in its place."""

    number: int
    offered: int


@action("unskip", version=1, command="schedule unskip")
class UnskipDay(Action):
    """The post of a day that was left out (counted from the year 1), as if it hadn't been."""

    number: int
    day: int
