"""A quiz for one person: picked, asked one question at a time, explained, summed up; all state is in the database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from random import Random

from bot.content.model import Pack, Topic
from bot.content.question import Question, prompt_of
from bot.features.authoring.actions import ReportAnswer, something_wrong
from bot.features.packs.shelf import Shelf
from bot.features.quizzes import certainty_pages, missed
from bot.features.quizzes.actions import ShowMissedFrom, ShowQuestion
from bot.features.quizzes.answer_forms import form
from bot.features.quizzes.certainty import Certainty, said_of, unsaid, with_certainty
from bot.features.quizzes.grading import say_again
from bot.features.quizzes.judgement import Judgement, tone
from bot.features.quizzes.looking_back import AnsweredQuestion, looked_back, turned_to
from bot.features.quizzes.model import Answer, Quiz
from bot.features.quizzes.picking import pick
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import pictured, present
from bot.features.quizzes.questions import bank, on_topic
from bot.features.quizzes.shown import describe, marked
from bot.features.quizzes.store import answers, quizzes
from bot.features.quizzes.summary import summary
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.forms import Form
from bot.language.ids import new_id
from bot.language.message import Block, Footer, Heading, Message, Progress, Tone, message
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import emphasis, text
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class AlreadyAnswered(Refusal):
    """The question already has an answer: the first one counts.

    Args:
        quiz: the quiz.
        posed: the question.
        earlier: the answer that counts.
    """

    def __init__(self, quiz: Quiz, posed: Posed, earlier: Answer) -> None:
        super().__init__(f"Already answered: {describe(posed, earlier.given)}; on to the next question.")
        reply = say_again(posed, earlier.given, right=earlier.correct)
        # Repeat the explanation: the reply to the press that counted may have been lost.
        blocks = [text(self.sentence), *_answered(quiz, posed, earlier.given, reply)]
        self.page = _page(posed, blocks, len(quiz.questions), tone(right=earlier.correct, credit=earlier.credit))


class SoloQuizzes:
    """Serves the quizzes that members take alone.

    Args:
        shelf: provides the packs.
        database: stores quizzes and answers.
        random: picks questions and generates ids.
    """

    def __init__(self, shelf: Shelf, database: Database, random: Random) -> None:
        self._shelf = shelf
        self._database = database
        self._random = random

    async def start(
        self, pack: Pack, topic: Topic | None, count: int, asker: Asker, *, how_sure: bool = False
    ) -> Message:
        """Start a quiz and return its first question.

        Args:
            pack: the pack to ask from.
            topic: the topic; None for all topics.
            count: the maximum number of questions.
            asker: the member who takes the quiz.
            how_sure: whether to ask how sure they are of each answer.

        Raises:
            Refusal: there are no questions on that topic.
        """
        questions = on_topic(pack, topic)
        me, current = asker.key, bank(pack).current
        wrong = await self._database.read(lambda transaction: missed.missed(transaction, me, pack.id, current))
        certain: frozenset[str] = frozenset()
        if how_sure and wrong:
            certain = await self._database.read(
                lambda transaction: missed.missed_though_certain(transaction, me, pack.id, current)
            )
        picked = pick(pack, questions, count, self._random, wrong, certain & wrong)
        quiz = Quiz(
            tenant=me.tenant,
            id=new_id(self._random),
            member=me.member,
            pack=pack.id,
            questions=tuple(question.id for question in picked),
            seed=self._random.randrange(2**31),
            at=asker.at,
            sure=unsaid(len(picked)) if how_sure else None,
        )
        await self._database.transact(lambda transaction: quizzes.create(transaction, quiz))
        return self._show(pack, quiz, 0)

    async def show(self, quiz_id: str, position: int, asker: Asker) -> Message:
        """Return the question at a position, or past the last one the summary.

        Args:
            quiz_id: the quiz's id.
            position: the question's position, from 0.
            asker: the member who asks.

        Raises:
            Refusal: the quiz isn't this member's, or its pack is gone.
        """
        quiz, pack = await self._find(quiz_id, asker)
        if position < len(quiz.questions):
            return self._show(pack, quiz, position)
        answered = await self._database.read(lambda transaction: answers.of_quiz(transaction, quiz.tenant, quiz.id))
        return summary(pack, quiz, answered, bank(pack))

    def page(self, quiz: Quiz, posed: Posed, picked: str = "") -> Message:
        """Return the page that asks a question; an order question shows the items picked so far.

        Args:
            quiz: the quiz.
            posed: the question.
            picked: the items picked so far, a digit each, for an order question.
        """
        how_sure = certainty_pages.how_sure(quiz, posed, picked)
        return _page(posed, present(posed, picked, how_sure), len(quiz.questions))

    async def say_sure(self, quiz: Quiz, posed: Posed, certainty: Certainty, picked: str) -> Message:
        """Store how sure someone is of the answer that they're about to give; return the page with the question.

        Args:
            quiz: the quiz, which asks how sure they are.
            posed: the question.
            certainty: how sure they are.
            picked: the items picked so far, a digit each, for an order question.
        """

        def work(transaction: Transaction) -> Quiz:
            now = quizzes.find(transaction, quiz.tenant, quiz.id) or quiz
            changed = replace(now, sure=with_certainty(now, posed.position, certainty))
            quizzes.keep_sure(transaction, changed)
            return changed

        return self.page(await self._database.transact(work), posed, picked)

    async def missed(self, quiz_id: str, asker: Asker, first: int = 0) -> Message:
        """Return the questions answered wrong in a quiz, with the right answers, a few at a time.

        Args:
            quiz_id: the quiz's id.
            asker: the member who took it.
            first: the index of the first one to show, from 0.

        Raises:
            Refusal: the quiz isn't this member's, or its pack is gone.
        """
        quiz, pack = await self._find(quiz_id, asker)
        answered = await self._database.read(lambda transaction: answers.of_quiz(transaction, quiz.tenant, quiz.id))
        wrong = [each for each in answered if not each.correct and each.question in bank(pack)]
        wrong.sort(key=lambda each: -said_of(quiz, each.position))
        posed = [(Posed(pack, bank(pack)[each.question], quiz.id, each.position, quiz.seed), each) for each in wrong]
        replies = [AnsweredQuestion(each, answer.given, right=False, credit=answer.credit) for each, answer in posed]
        blocks = [text("Nothing! You got them all right.")]
        turning: tuple[Button, ...] = ()
        if replies:
            page, turning = turned_to(replies, first, lambda where: ShowMissedFrom(quiz.id, where))
            blocks = [looked_back(each) for each in page]
        result = Button("The result", encode(ShowQuestion(quiz.id, len(quiz.questions))))
        return message(
            Heading("What you missed"),
            *blocks,
            Buttons((*turning, result)),
            Footer(pack.title),
            private=True,
            replaces=True,
        )

    async def posed(self, quiz_id: str, position: int, asker: Asker) -> tuple[Quiz, Posed]:
        """Return a question of a quiz that this member can answer.

        Args:
            quiz_id: the quiz's id.
            position: the question's position, from 0.
            asker: the member who answers.

        Raises:
            AlreadyAnswered: the question has an answer.
            Refusal: the quiz isn't this member's, or the question is gone.
        """
        quiz, pack = await self._find(quiz_id, asker)
        question = bank(pack).get(quiz.questions[position]) if position < len(quiz.questions) else None
        if question is None:
            raise Refusal("That question isn't in the pack any more; run /quiz for a fresh round.")
        posed = Posed(pack, question, quiz.id, position, quiz.seed)
        earlier = await self._earlier(quiz, position)
        if earlier is not None:
            raise AlreadyAnswered(quiz, posed, earlier)
        return quiz, posed

    async def answered(self, asker: Asker, quiz_id: str, position: int) -> tuple[Pack, Question] | None:
        """Return a question of a quiz that this member has answered, with its pack; None if they haven't.

        Args:
            asker: the member.
            quiz_id: the quiz's id.
            position: the question's position, from 0.
        """
        try:
            quiz, pack = await self._find(quiz_id, asker)
        except Refusal:
            return None
        given = await self._earlier(quiz, position)
        question = bank(pack).get(given.question) if given else None
        return (pack, question) if question else None

    async def form(self, quiz_id: str, position: int, asker: Asker) -> Form:
        """Return the form for a typed answer.

        Args:
            quiz_id: the quiz's id.
            position: the question's position, from 0.
            asker: the member who's about to answer.

        Raises:
            Refusal: the quiz isn't this member's, or the question is gone, answered, or not answered by typing.
        """
        _, posed = await self.posed(quiz_id, position, asker)
        return form(posed)

    async def record(self, quiz: Quiz, posed: Posed, judgement: Judgement, at: datetime) -> Message:
        """Store an answer, then return the reply to it.

        Args:
            quiz: the quiz.
            posed: the question.
            judgement: the judgement of the answer.
            at: when it was given, in UTC.

        Raises:
            AlreadyAnswered: another answer to this question was stored first.
        """
        answer = Answer(
            tenant=quiz.tenant,
            quiz=quiz.id,
            position=posed.position,
            member=quiz.member,
            pack=quiz.pack,
            question=posed.question.id,
            topic=posed.pack.topic_of(posed.question).id,
            correct=judgement.right,
            given=judgement.given,
            at=at,
            credit=judgement.credit,
        )
        if not await answers.record(self._database.writer, answer):
            raise AlreadyAnswered(quiz, posed, await self._earlier(quiz, posed.position) or answer)
        reply = [*judgement.reply, *certainty_pages.told(quiz, posed.position, judgement.credit)]
        blocks = _answered(quiz, posed, judgement.given, reply)
        return _page(posed, blocks, len(quiz.questions), judgement.tone)

    async def _earlier(self, quiz: Quiz, position: int) -> Answer | None:
        return await self._database.read(
            lambda transaction: answers.find(transaction, quiz.tenant, quiz.id, position)
        )

    async def _find(self, quiz_id: str, asker: Asker) -> tuple[Quiz, Pack]:
        quiz = await self._database.read(lambda transaction: quizzes.find(transaction, asker.tenant.key, quiz_id))
        if quiz is None:
            raise Refusal("I can't find that quiz here; run /quiz to start one.")
        if quiz.member != asker.member.id:
            raise Refusal("That quiz is someone else's; run /quiz for your own.")
        pack = await self._shelf.find(quiz.tenant, quiz.pack)
        if pack is None:
            raise Refusal("That quiz's pack isn't here any more; run /quiz for another.")
        return quiz, pack

    def _show(self, pack: Pack, quiz: Quiz, position: int) -> Message:
        question = bank(pack).get(quiz.questions[position])
        if question is None:
            onward = Button("Next question", encode(ShowQuestion(quiz.id, position + 1)), Emphasis.PRIMARY)
            sentence = text("This question has just left the pack; on to the next one.")
            return message(sentence, Buttons((onward,)), private=True, replaces=True)
        return self.page(quiz, Posed(pack, question, quiz.id, position, quiz.seed))


def _page(posed: Posed, blocks: list[Block], total: int, tone: Tone = Tone.PLAIN) -> Message:
    number = posed.position + 1
    heading: list[Block] = [
        Heading(f"Question {number} of {total}"),
        *([Progress(number, total)] if total > 1 else []),
    ]
    footer = Footer(posed.pack.source_of(posed.question))
    return message(*heading, *blocks, footer, private=True, replaces=True, tone=tone)


def _answered(quiz: Quiz, posed: Posed, answer: str, reply: Iterable[Block]) -> list[Block]:
    """Return a question with its answer and the reply.

    Args:
        quiz: the quiz.
        posed: the question.
        answer: the answer, as it's stored.
        reply: the reply.
    """
    prompt = [text(emphasis(prompt_of(posed.question))), *pictured(posed)]
    return [*prompt, *marked(posed, answer), *reply, _next(quiz, posed)]


def _next(quiz: Quiz, posed: Posed) -> Buttons:
    following = posed.position + 1
    label = "Next question" if following < len(quiz.questions) else "See how it went"
    onward = Button(label, encode(ShowQuestion(quiz.id, following)), Emphasis.PRIMARY)
    return Buttons((onward, something_wrong(ReportAnswer(quiz.id, posed.position))))
