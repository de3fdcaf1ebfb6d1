"""The summary of a quiz: the page past its last question. Pure, without state or I/O."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.content.model import Pack
from bot.content.question import Question
from bot.features.lessons.actions import look_closer
from bot.features.progress.actions import ShowProgress
from bot.features.quizzes import certainty_pages, misconceptions
from bot.features.quizzes.actions import ShowMissed, StartQuiz
from bot.features.quizzes.model import Answer, Quiz
from bot.features.quizzes.revisit import revisit
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Facts, Footer, Heading, Message, Progress, message
from bot.language.rich_text import strong, text
from bot.language.text import counted

_MOST_MISSED = 3
"""At most this many objectives to look at again are named; the rest is a press away."""


def summary(pack: Pack, quiz: Quiz, answered: Sequence[Answer], questions: Mapping[str, Question]) -> Message:
    """Return the summary of a quiz by topic, with what to revisit.

    Args:
        pack: the quiz's pack.
        quiz: the quiz.
        answered: its answers.
        questions: the pack's questions, by id.
    """
    right = Counter(answer.topic for answer in answered if answer.correct)
    total = Counter(answer.topic for answer in answered)
    facts = Facts(
        tuple((topic.title, f"{right[topic.id]} of {total[topic.id]}") for topic in pack.topics if total[topic.id])
    )
    blocks: list[Block] = [
        Heading(f"{right.total()} of {len(quiz.questions)} right"),
        Progress(right.total(), len(quiz.questions)),
    ]
    if partly := sum(bool(each.credit) for each in answered if not each.correct):
        blocks.append(text(f"{counted(partly, 'answer was', 'answers were')} partly right."))
    missed = [questions[each.question] for each in answered if not each.correct and each.question in questions]
    objectives = dict.fromkeys(question.objectives[0] for question in missed)
    if missed:
        statements = [f"• {pack.objective_by_id[objective].statement}" for objective in objectives]
        blocks.append(text(strong("Worth another look:\n"), "\n".join(statements[:_MOST_MISSED])))
    elif len(answered) == len(quiz.questions):
        blocks.append(text("A clean sheet. Well done!"))
    blocks += certainty_pages.summed_up(quiz, answered)
    there = [(questions[each.question], each.given, each.correct) for each in answered if each.question in questions]
    blocks += misconceptions.told(pack, misconceptions.believed(pack, there))
    if answered:
        blocks.append(facts)
    all_missed = (Button(f"What I missed ({len(missed)})", encode(ShowMissed(quiz.id))),) if missed else ()
    blocks.append(Buttons((*all_missed, *revisit(pack, missed), *_onward(pack, quiz, total))))
    return message(*blocks, Footer(pack.title), private=True, replaces=True)


def _onward(pack: Pack, quiz: Quiz, total: Counter[str]) -> tuple[Button, ...]:
    topics = [topic for topic in pack.topics if total[topic.id]]
    again = StartQuiz(pack.id, topics[0].id if len(topics) == 1 else "", len(quiz.questions))
    onward = [Button("Another quiz", encode(again), Emphasis.PRIMARY)]
    if len(topics) == 1:
        onward.append(look_closer(pack, topics[0]))
    return (*onward, Button("My progress", encode(ShowProgress(pack.id))))
