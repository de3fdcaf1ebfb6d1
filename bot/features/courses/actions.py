"""What the buttons of courses carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("course", version=1, command="schedule course")
class BeginCourse(Action):
    """A course as it was shown, begun."""

    course: int


@action("uncourse", version=1, command="schedule list")
class RemoveCourse(Action):
    """Nothing more of a course, once it is sure."""

    course: int
    sure: bool = False
