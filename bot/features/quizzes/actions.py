"""What the buttons of quizzes carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("quiz", version=1, command="quiz")
class StartQuiz(Action):
    """Starts a new quiz for one person, on one topic or on all."""

    pack: str
    topic: str = ""
    questions: int = 5


@action("ask", version=1, command="quiz")
class ShowQuestion(Action):
    """Shows a question of a running quiz; past the last one, the summary."""

    quiz: str
    position: int


@action("quizmissed", version=1, command="quiz")
class ShowMissed(Action):
    """Shows the questions answered wrong in a quiz, with the right answers."""

    quiz: str


@action("quizmissedon", version=1, command="quiz")
class ShowMissedFrom(Action):
    """Shows the questions answered wrong in a quiz, from a given one on."""

    quiz: str
    first: int


@action("answer", version=1, command="quiz")
class ChooseAnswer(Action):
    """A choice made in a quiz: the index of an option in the pack's order."""

    quiz: str
    position: int
    choice: int


@action("words", version=1, command="quiz")
class TypeAnswer(Action):
    """An answer typed in a quiz."""

    quiz: str
    position: int


@action("sure", version=1, command="quiz")
class SaySure(Action):
    """How sure a learner is of an answer: 1 not, 2 fairly, 3 certain; carries along a partly built order."""

    quiz: str
    position: int
    sure: int
    picked: str = ""


@action("order", version=1, command="quiz")
class PickNext(Action):
    """A partly built order in a quiz: the digits of the items picked so far, by their index in the pack."""

    quiz: str
    position: int
    picked: str = ""
