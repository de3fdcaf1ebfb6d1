"""What the buttons of courses carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("course", version=1, command="schedule course")
class BeginCourse(Action):
    """Starts the course that was previewed."""

    course: int
