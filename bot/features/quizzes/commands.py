"""Quizzes taken alone: /quiz, and the presses that lead through one."""

from collections.abc import Callable

from bot.catalogue import MOST_QUESTIONS
from bot.features.learners import settings
from bot.features.quizzes import grading
from bot.features.quizzes.actions import ChooseAnswer, PickNext, ShowQuestion, StartQuiz, TypeAnswer
from bot.features.quizzes.grading import Judgement
from bot.features.quizzes.presentation import Posed
from bot.features.quizzes.service import AlreadyAnswered, SoloQuizzes
from bot.language.message import Form, Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.language.text import clean
from bot.services import Services, existing, text_of


class QuizHandlers:
    """Serves quizzes.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._quizzes = SoloQuizzes(services.library, services.database, services.random)

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"quiz": self.quiz},
            presses={
                StartQuiz: self.start,
                ShowQuestion: self.show,
                ChooseAnswer: self.choose,
                TypeAnswer: self.type,
                PickNext: self.pick_next,
            },
            forms={TypeAnswer: self.form},
        )

    async def quiz(self, asker: Asker, options: Options) -> Message:
        """/quiz [topic] [questions]."""
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        count = options.get("questions") or await settings.quiz_length(asker, self._services.chosen)
        return await self._quizzes.start(pack, topic, int(count), asker)

    async def start(self, asker: Asker, action: StartQuiz, _typed: str) -> Message:
        """A fresh quiz."""
        pack = self._services.pack(action.pack)
        topic = existing(pack.topic_by_id, action.topic) if action.topic else None
        return await self._quizzes.start(pack, topic, max(1, min(action.questions, MOST_QUESTIONS)), asker)

    async def show(self, asker: Asker, action: ShowQuestion, _typed: str) -> Message:
        """A question, or the summary."""
        return await self._quizzes.show(action.quiz, action.position, asker)

    async def choose(self, asker: Asker, action: ChooseAnswer, _typed: str) -> Message:
        """An answer given by a button."""
        return await self._answer(asker, action, lambda posed: grading.judge_choice(posed, action.choice))

    async def form(self, asker: Asker, action: TypeAnswer) -> Form:
        """What to ask before an answer is typed."""
        return await self._quizzes.form(action.quiz, action.position, asker)

    async def type(self, asker: Asker, action: TypeAnswer, typed: str) -> Message:
        """An answer given by typing."""
        return await self._answer(asker, action, lambda posed: grading.judge_text(posed, clean(typed)))

    async def pick_next(self, asker: Asker, action: PickNext, _typed: str) -> Message:
        """One more item put in order."""
        return await self._answer(asker, action, lambda posed: grading.judge_order(posed, action.picked))

    async def _answer(
        self,
        asker: Asker,
        action: ChooseAnswer | TypeAnswer | PickNext,
        judge: Callable[[Posed], Judgement | None],
    ) -> Message:
        """Judge an answer and keep it; where it is not complete yet, ask on.

        Whoever answers again, perhaps because the reply was lost, is told what counts and led on.
        """
        try:
            quiz, posed = await self._quizzes.posed(action.quiz, action.position, asker)
            judgement = judge(posed)
            if judgement is None:
                return self._quizzes.page(quiz, posed, action.picked if isinstance(action, PickNext) else "")
            return await self._quizzes.record(quiz, posed, judgement, asker.at)
        except AlreadyAnswered as answered:
            return answered.page
