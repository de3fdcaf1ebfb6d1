"""A team's report: what it knows, where it's weak, and what its next tips favour.

It's based on quiz answers and unanswered questions; reviews stay private. Every figure is based on at least five
people, and only those who have agreed to it are named.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.content.model import Example, Objective, Pack, Tip
from bot.content.question import ChoiceQuestion, OrderQuestion, Question, SeveralQuestion, prompt_of
from bot.content.renamed import ById
from bot.features.asking.missing import Missing, WhyMissing
from bot.features.asking.store import missing as asked_for
from bot.features.learners.store import settings
from bot.features.lessons.actions import RereadTip, ShowExample
from bot.features.lessons.lesson import Lesson
from bot.features.lessons.store.tips import known_to_all
from bot.features.lessons.urgency import LATELY, favoured
from bot.features.progress.beliefs import Belief, aimed_at, beliefs, remedy
from bot.features.progress.model import WEEK, TeamReport, Together, TooFew
from bot.features.progress.store import team as store
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.judgement import stop
from bot.features.quizzes.model import Wrong
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.shown import solution
from bot.language.actions import Action, encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Drawing, Facts, Footer, Heading, message
from bot.language.rich_text import Text, strong, text
from bot.language.text import listed
from bot.pictures.heat_map import MOST_ROWS, HeatMap, HeatRow
from bot.storage.transaction import Transaction

FEWEST = 5
"""Minimum number of people behind a figure."""

WEEKS = 8
"""Number of weeks that a report covers."""

_MOST_MISSED = 5
_MOST_FAVOURED = 3
_MOST_NAMED = 20
_MOST_MISSING = 5
_MOST_LESSONS = 4


def report(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> TeamReport | None:
    """Return what a tenant's team knows about a pack; None if fewer than five people have answered recently.

    Args:
        transaction: to read in.
        tenant: the team's tenant.
        pack: the pack.
        at: now, in UTC.
    """
    since = _since(at)
    members = store.members(transaction, tenant, pack.id, since)
    if len(members) < FEWEST:
        return None
    answered = store.by_question(transaction, tenant, pack.id, since)
    sharing = settings.sharing(transaction, tenant)
    weeks = {
        objective: store.by_week(transaction, tenant, pack.id, since, questions)
        for objective, questions in _questions(pack, answered).items()
    }
    aimed = aimed_at(pack)
    answers = store.given(transaction, tenant, pack.id, since, aimed) if aimed else []
    return TeamReport(
        members=len(members),
        everything=_sum(members.values()),
        weeks=[since + number * WEEK for number in range(WEEKS)],
        objectives=_by_week(pack, weeks),
        missed=_missed(bank(pack), answered),
        favoured=_favoured(transaction, tenant, pack, at),
        by_week=_weekly(store.by_week(transaction, tenant, pack.id, since, list(answered))),
        named=sorted(
            ((name, _share(members[member])) for member, name in sharing.items() if member in members),
            key=lambda each: -each[1],
        )[:_MOST_NAMED],
        beliefs=beliefs(pack, answers, FEWEST),
        missing=_asked_in_vain(transaction, tenant, pack, at),
    )


def what_is_told(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> TeamReport | TooFew:
    """Return a team's report, or what can be said if there's none.

    Args:
        transaction: to read in.
        tenant: the team's tenant.
        pack: the pack.
        at: now, in UTC.
    """
    return report(transaction, tenant, pack, at) or TooFew(_asked_in_vain(transaction, tenant, pack, at))


def _asked_in_vain(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> Sequence[Missing]:
    return asked_for.found(transaction, tenant, pack.id, _since(at), _MOST_MISSING)


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
            f"{report.members} people answered {total:,} questions in the last {WEEKS} weeks; "
            f"{_percent(right / total)} of the answers were right."
        ),
        *pictures,
    ]
    if report.missed:
        blocks.append(text(strong("Most missed")))
        blocks += [
            text(
                strong(prompt_of(question)), f" ({_percent(1 - _share(counts))} wrong)\n", _explained(pack, question)
            )
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


def card(pack: Pack, report: TeamReport) -> HeatMap | None:
    """Return the contents of the heat map; None if no objective has enough people in any week."""
    if not report.objectives:
        return None
    return HeatMap(
        title="What the team knows",
        subtitle=pack.title,
        weeks=tuple(f"{week.day} {week:%b}" for week in report.weeks),
        rows=tuple(HeatRow(objective.statement, cells) for objective, cells in report.objectives[:MOST_ROWS]),
        footer="Per cent answered right, by the first day of the week. A figure needs five people who answered.",
    )


def _questions(pack: Pack, answered: Mapping[str, Together]) -> dict[str, list[str]]:
    """Return the answered questions that are still in the pack, by the id of their first objective."""
    questions: dict[str, list[str]] = defaultdict(list)
    for name in answered:
        if (question := bank(pack).get(name)) is not None:
            questions[question.objectives[0]].append(name)
    return questions


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


def _by_week(
    pack: Pack, weeks: Mapping[str, Mapping[int, Together]]
) -> list[tuple[Objective, tuple[float | None, ...]]]:
    rows = []
    for objective, counts in weeks.items():
        cells = tuple(
            _share(counts[week]) if week in counts and counts[week].members >= FEWEST else None
            for week in range(WEEKS)
        )
        known_weeks = [counts[week] for week in range(WEEKS) if cells[week] is not None]
        if known_weeks:
            rows.append((_share(_sum(known_weeks)), pack.objective_by_id[objective], cells))
    return [(objective, cells) for _, objective, cells in sorted(rows, key=lambda row: row[0])]


def _weekly(weeks: Mapping[int, Together]) -> list[Together | None]:
    """Return the answers of each week; None if too few people answered."""
    return [weeks[week] if week in weeks and weeks[week].members >= FEWEST else None for week in range(WEEKS)]


def _missed(questions: ById[Question], answered: Mapping[str, Together]) -> list[tuple[Question, Together]]:
    by_now: dict[str, Together] = {}
    for name, counts in answered.items():
        had = by_now.get(questions.current(name), Together(0, 0, 0))
        # The sums don't show who answered a renamed question under both ids, so the numbers of people aren't added.
        by_now[questions.current(name)] = replace(_sum([had, counts]), members=max(had.members, counts.members))
    known = [
        (questions[name], counts)
        for name, counts in by_now.items()
        if name in questions and counts.members >= FEWEST and counts.right < counts.total
    ]
    return sorted(known, key=lambda each: (_share(each[1]), -each[1].total))[:_MOST_MISSED]


def _favoured(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> list[Objective]:
    """Return the objectives that the next tips favour, if enough people answered one of their questions lately."""
    answered = store.by_question(transaction, tenant, pack.id, at - LATELY)
    wrong = {name: Wrong(counts.total - counts.right, counts.total) for name, counts in answered.items()}
    known = known_to_all(transaction, [(tenant, pack.id)]).get((tenant, pack.id), ())
    enough = {name for name, counts in answered.items() if counts.members >= FEWEST}
    tellable = {each for name in enough if (question := bank(pack).get(name)) for each in question.objectives}
    return [each for each in favoured(pack, wrong, known) if each.id in tellable][:_MOST_FAVOURED]


def _explained(pack: Pack, question: Question) -> str:
    """Return the right answer, and the reason if the question has one."""
    right, why = solution(Posed(pack, question, "", 0, 0))
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


def _sum(counts: Collection[Together]) -> Together:
    return Together(sum(each.right for each in counts), sum(each.total for each in counts), 0)


def _share(counts: Together) -> float:
    return counts.right / counts.total


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"


def _since(at: datetime) -> datetime:
    """Return when a report's first week begins: at midnight UTC, so that the last week ends with today."""
    tomorrow = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return tomorrow - WEEKS * WEEK
