"""What a team's report says. Pure."""

from collections.abc import Sequence

from bot.content.model import Example, Pack, Tip
from bot.content.question import ChoiceQuestion, OrderQuestion, Question, SeveralQuestion, prompt_of
from bot.content.solutions import solution
from bot.features.asking.missing import Missing, WhyMissing
from bot.features.lessons.actions import RereadTip, ShowExample
from bot.features.lessons.lesson import Lesson
from bot.features.progress.beliefs import Belief, remedy
from bot.features.progress.model import WEEKS, TeamReport
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.judgement import stop
from bot.language.actions import Action, encode
from bot.language.anonymity import FEWEST
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Drawing, Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Text, strong, text
from bot.language.text import listed

_MOST_LESSONS = 4


def too_few(pack: Pack, missing: Sequence[Missing] = (), *, private: bool) -> Lesson:
    """Say that a report needs more people; what enough people have asked for is shown all the same.

    Args:
        pack: the pack.
        missing: what people ask for that the pack doesn't have.
        private: whether only the asker sees it.
    """
    content = message(
        Heading(f"What the team knows: {pack.title}"),
        text(
            f"A report needs {FEWEST} people who answered in the last {WEEKS} weeks, so it doesn't give anyone away; "
            "invite a few colleagues to a quiz, and ask again."
        ),
        *_missing(missing),
        Buttons((Button("A quick quiz", encode(StartQuiz(pack.id)), Emphasis.PRIMARY),)),
        Footer(pack.title),
        private=private,
        replaces=private,
    )
    return Lesson(content, pack.id)


def silent(pack: Pack) -> Message:
    """Say that there's nothing to report, because nobody has answered since the last report."""
    return message(
        Heading(f"What the team knows: {pack.title}"),
        text(
            "Nobody has answered a question since the last report. A game wakes people up: ",
            CommandMention("/game start"),
            " starts one. The next report comes when there's news.",
        ),
        Buttons((Button("A quick quiz", encode(StartQuiz(pack.id)), Emphasis.PRIMARY),)),
        Footer(pack.title),
    )


def page(pack: Pack, report: TeamReport, pictures: Sequence[Drawing], *, private: bool) -> Lesson:
    """Return a report as a page, with its pictures.

    Args:
        pack: the pack.
        report: what the team knows.
        pictures: the weeks and the heat map, if enough people answered.
        private: whether only the asker sees it.
    """
    right, total = report.everything.right, report.everything.total
    blocks: list[Block] = [
        Heading(f"What the team knows: {pack.title}"),
        text(
            f"{report.members} people gave {total:,} answers in the last {WEEKS} weeks; "
            f"{_percent(right / total)} of them were right."
        ),
        *pictures,
    ]
    if report.missed:
        blocks.append(text(strong("Most missed lately" if report.is_new else "Most missed")))
        blocks += [
            text(strong(prompt_of(question)), f" ({_percent(1 - counts.share)} wrong)\n", _explained(pack, question))
            for question, counts in report.missed
        ]
    if report.beliefs:
        blocks.append(text(strong("What some of you believe")))
        blocks += [_believed(each) for each in report.beliefs]
    if report.favoured:
        statements = "\n".join(f"• {objective.statement}" for objective in report.favoured)
        blocks.append(text(strong("The next tips favour\n"), statements))
    blocks += _missing(report.missing)
    if report.named:
        blocks.append(text(strong("Who shares their progress")))
        blocks.append(Facts(tuple((name, f"{_percent(share)} right") for name, share in report.named)))
    blocks.append(Buttons(_onward(pack, report)))
    blocks.append(Footer(f"{pack.title} · every figure comes from at least five people"))
    return Lesson(message(*blocks, private=private, replaces=private), pack.id)


def _onward(pack: Pack, report: TeamReport) -> tuple[Button, ...]:
    favoured_ids = {objective.id for objective in report.favoured}
    topic = report.favoured[0].topic if report.favoured else ""
    remedies = [remedy(pack, each.misconception) for each in report.beliefs]
    tips = [tip for tip in pack.tips if favoured_ids & set(tip.objectives)][:2]
    lessons = {lesson.title: lesson for lesson in (*remedies, *tips) if lesson is not None}
    return (
        Button("Quiz me on the weakest" if topic else "Quiz me", encode(StartQuiz(pack.id, topic)), Emphasis.PRIMARY),
        *(Button(title, encode(_lesson(pack, lesson))) for title, lesson in list(lessons.items())[:_MOST_LESSONS]),
    )


def _lesson(pack: Pack, lesson: Tip | Example) -> Action:
    return RereadTip(pack.id, lesson.id) if isinstance(lesson, Tip) else ShowExample(pack.id, lesson.id)


def _believed(belief: Belief) -> Text:
    """Return a misconception, and what's true instead."""
    misconception = belief.misconception
    return text(
        strong(f"{belief.believers} of {belief.asked}"),
        f" think: “{misconception.belief}”\nReally: {misconception.truth}",
    )


def _missing(missing: Sequence[Missing]) -> list[Text]:
    lines = "\n".join(f"• {_asked_for(each)}" for each in missing)
    return [text(strong("People ask for this, but the pack has nothing\n"), lines)] if missing else []


def _asked_for(each: Missing) -> str:
    """Describe something that people ask for without an answer, and how many do."""
    instead = "; they got something else" if each.kind is WhyMissing.NOT_MEANT else ""
    return f"“{each.words}” ({each.people} people{instead})"


def _explained(pack: Pack, question: Question) -> str:
    """Return the right answer, and the reason if the question has one."""
    right, why = solution(pack, question)
    match question:
        case ChoiceQuestion():
            return f"The right answer is {right}. {why}".rstrip()
        case SeveralQuestion():
            named = listed([f"“{option.text}”" for option in question.options if option.correct], "and")
            return f"The right answers are {named}. {why}".rstrip()
        case OrderQuestion():
            more = question.explanation.wrong if question.explanation else ""
            return f"In order: {', '.join(question.items)}. {more}".rstrip()
        case _ if question.explanation is None:
            return f"The right answer is {right}{stop(right)}"
        case _:
            return question.explanation.wrong


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"
