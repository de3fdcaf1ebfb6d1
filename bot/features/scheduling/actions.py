"""The actions behind the buttons of scheduling. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("schedule", version=1, command="schedule list")
class ShowSchedule(Action):
    """Show a schedule, and what can be done with it."""

    number: int


@action("coming", version=1, command="schedule preview")
class PreviewSchedule(Action):
    """Show when a schedule posts next, and what."""

    number: int


@action("pause", version=1, command="schedule pause")
class PauseSchedule(Action):
    """Stop posting for now."""

    number: int


@action("resume", version=1, command="schedule resume")
class ResumeSchedule(Action):
    """Start posting again."""

    number: int


@action("skip", version=1, command="schedule skip")
class SkipDay(Action):
    """Skip the next post, if it's still the one of this day (a date's ordinal)."""

    number: int
    day: int


@action("now", version=1, command="schedule now")
class PostNow(Action):
    """Post now, in addition to the planned posts."""

    number: int


@action("remove", version=1, command="schedule remove")
class RemoveSchedule(Action):
    """Stop posting for good, once the asker is sure."""

    number: int
    sure: bool = False


@action("uncourse", version=1, command="schedule list")
class RemoveCourse(Action):
    """Remove all schedules of a course, once the administrator is sure."""

    course: int
    sure: bool = False


@action("unremove", version=1, command="schedule list")
class BringBackSchedule(Action):
    """Bring back a schedule that was removed recently; `paused` if it was paused before."""

    number: int
    paused: bool


@action("recourse", version=1, command="schedule list")
class BringBackCourse(Action):
    """Bring back a course that was removed recently.

    Args:
        course: the course's number.
        paused: the numbers of its schedules that were paused before, separated by full stops.
    """

    course: int
    paused: str


@action("new", version=1, command="schedule tip")
class NewSchedule(Action):
    """Make a schedule of the given kind, in a form that also asks for its channel."""

    kind: str


@action("daily", version=1, command="schedule tip")
class OfferTips(Action):
    """Offer a tip every weekday, with a preview."""


@action("begin", version=1, command="schedule tip")
class BeginTips(Action):
    """Start the tip every weekday that was offered."""


@action("zone", version=1, command="settings")
class ChooseZone(Action):
    """Choose the team's time zone in a form, and then offer daily tips again."""


@action("edit", version=1, command="schedule edit")
class EditSchedule(Action):
    """Change a schedule in a form with some of its options; `part` is an edit_forms.FormPart."""

    number: int
    part: int


@action("change", version=1, command="schedule edit")
class ApplyChange(Action):
    """Replace a schedule with the version that was offered under the number `offered`."""

    number: int
    offered: int


@action("unskip", version=1, command="schedule unskip")
class UnskipDay(Action):
    """Undo skipping a day (a date's ordinal)."""

    number: int
    day: int
