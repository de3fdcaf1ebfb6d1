"""Quizzes for one person: /quiz and its buttons."""

from collections.abc import Callable, Mapping

from bot.content.at_hand import ready_to_judge
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.packs.taught import Packs, existing
from bot.features.packs.topics import topic_option
from bot.features.quizzes import grading
from bot.features.quizzes.actions import (
    ChooseAnswer,
    PickNext,
    SaySure,
    ShowMissed,
    ShowMissedFrom,
    ShowQuestion,
    StartQuiz,
    TypeAnswer,
)
from bot.features.quizzes.answer_forms import in_words
from bot.features.quizzes.certainty import Certainty
from bot.features.quizzes.judgement import Judgement
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import MOST_QUESTIONS
from bot.features.quizzes.service import AlreadyAnswered, SoloQuizzes
from bot.language.commands import Command
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes


@options
class QuizOptions:
    """The topic and the length of a quiz."""

    topic: str = topic_option()
    questions: int | None = option("how many", default=None, minimum=1, maximum=MOST_QUESTIONS)


QUIZ = Command(
    "quiz",
    "A quiz just for you, with an explanation after each answer",
    "/quiz use cases 5",
    QuizOptions,
)
COMMANDS = (QUIZ,)


class QuizCommands:
    """Serves /quiz and the presses on its buttons.

    Args:
        packs: finds the packs taught in a place.
        chosen: the settings.
        quizzes: runs the quizzes.
    """

    def __init__(self, packs: Packs, chosen: Chosen, quizzes: SoloQuizzes) -> None:
        self._packs = packs
        self._chosen = chosen
        self._quizzes = quizzes

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(QUIZ, self.quiz)
        routes.press(StartQuiz, self.start)
        routes.press(ShowQuestion, self.show)
        routes.press(ShowMissed, self.missed)
        routes.press(ShowMissedFrom, self.missed_from)
        routes.press(ChooseAnswer, self.choose)
        routes.answer_form(TypeAnswer, self.form, self.fill)
        routes.press(PickNext, self.pick_next)
        routes.press(SaySure, self.sure)

    async def quiz(self, asker: Asker, options: QuizOptions) -> Message:
        """Serve /quiz [topic] [questions]."""
        pack, topic = await self._packs.topics.one(asker, options.topic)
        count = options.questions or await settings.quiz_length(asker, self._chosen)
        how_sure = await settings.asked_how_sure(asker, self._chosen)
        return await self._quizzes.start(pack, topic, count, asker, how_sure=how_sure)

    async def start(self, asker: Asker, action: StartQuiz) -> Message:
        """Start a new quiz from a button."""
        pack = await self._packs.get(asker, action.pack)
        topic = existing(pack.topic_by_id, action.topic) if action.topic else None
        count = max(1, min(action.questions, MOST_QUESTIONS))
        how_sure = await settings.asked_how_sure(asker, self._chosen)
        return await self._quizzes.start(pack, topic, count, asker, how_sure=how_sure)

    async def show(self, asker: Asker, action: ShowQuestion) -> Message:
        """Show a question, or the summary."""
        return await self._quizzes.show(action.quiz, action.position, asker)

    async def missed(self, asker: Asker, action: ShowMissed) -> Message:
        """Show the questions answered wrong."""
        return await self._quizzes.missed(action.quiz, asker)

    async def missed_from(self, asker: Asker, action: ShowMissedFrom) -> Message:
        """Show more of the questions answered wrong."""
        return await self._quizzes.missed(action.quiz, asker, action.first)

    async def choose(self, asker: Asker, action: ChooseAnswer) -> Message:
        """Store an answer given with a button."""
        return await self._answer(asker, action, lambda posed: grading.judge_choice(posed, action.choice))

    async def form(self, asker: Asker, action: TypeAnswer) -> Form:
        """Return the form for an answer that isn't given with a button."""
        return await self._quizzes.form(action.quiz, action.position, asker)

    async def fill(self, asker: Asker, action: TypeAnswer, filled: Mapping[str, str]) -> Message:
        """Store an answer given in a form.

        Args:
            asker: the member who answers.
            action: the question they answer.
            filled: what they entered, by field name.
        """
        return await self._answer(
            asker, action, lambda posed: grading.judge_text(posed, in_words(posed, filled), asker.locale)
        )

    async def sure(self, asker: Asker, action: SaySure) -> Message:
        """Store how sure the asker is of the answer that they're about to give."""
        try:
            quiz, posed = await self._quizzes.posed(action.quiz, action.position, asker)
        except AlreadyAnswered as answered:
            return answered.page
        if quiz.sure is None or action.sure not in list(Certainty):
            raise Refusal("That button doesn't belong to this quiz; run /quiz for a fresh one.")
        if action.picked:
            grading.judge_order(posed, action.picked)
        return await self._quizzes.say_sure(quiz, posed, Certainty(action.sure), action.picked)

    async def pick_next(self, asker: Asker, action: PickNext) -> Message:
        """Add one more item to an order."""
        return await self._answer(asker, action, lambda posed: grading.judge_order(posed, action.picked))

    async def _answer(
        self,
        asker: Asker,
        action: ChooseAnswer | TypeAnswer | PickNext,
        judge: Callable[[Posed], Judgement | None],
    ) -> Message:
        """Judge an answer and store it; if it isn't complete yet, show the question again.

        If someone answers again, perhaps because the reply was lost, show them the answer that counts and the way on.
        """
        try:
            quiz, posed = await self._quizzes.posed(action.quiz, action.position, asker)
            await ready_to_judge(posed.question, posed.pack)
            judgement = judge(posed)
            if judgement is None:
                return self._quizzes.page(quiz, posed, action.picked if isinstance(action, PickNext) else "")
            return await self._quizzes.record(quiz, posed, judgement, asker.at)
        except AlreadyAnswered as answered:
            return answered.page
