"""Computes a team's report: what it knows, where it's weak, and what its next tips favour.

It's based on quiz answers and unanswered questions; reviews stay private. Every figure is based on at least five
people, and only those who have agreed to it are named.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.content.model import Objective, Pack
from bot.content.question import Question
from bot.content.renamed import ById
from bot.features.asking.missing import Missing
from bot.features.asking.store import missing as asked_for
from bot.features.learners.store import settings
from bot.features.lessons.store.tips import known_to_all
from bot.features.lessons.urgency import LATELY, favoured
from bot.features.progress.beliefs import Belief, aimed_at, beliefs
from bot.features.progress.model import WEEK, WEEKS, TeamReport, Together, TooFew
from bot.features.progress.store import team as store
from bot.features.quizzes.misconceptions import that_it_may_show
from bot.features.quizzes.model import Wrong
from bot.features.quizzes.questions import bank
from bot.language.anonymity import FEWEST
from bot.storage.transaction import Transaction

_MOST_MISSED = 5
_MOST_FAVOURED = 3
_MOST_NAMED = 20
_MOST_MISSING = 5


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
    return TeamReport(
        members=len(members),
        everything=_sum(members.values()),
        weeks=[since + number * WEEK for number in range(WEEKS)],
        objectives=_by_week(pack, weeks),
        missed=_missed(bank(pack), answered),
        favoured=_favoured(transaction, tenant, pack, at),
        by_week=_weekly(store.by_week(transaction, tenant, pack.id, since, list(answered))),
        named=sorted(
            ((name, members[member].share) for member, name in sharing.items() if member in members),
            key=lambda each: -each[1],
        )[:_MOST_NAMED],
        beliefs=_beliefs(transaction, tenant, pack, since),
        missing=_asked_in_vain(transaction, tenant, pack, at),
    )


def what_is_new(
    transaction: Transaction, tenant: str, pack: Pack, at: datetime, told: datetime
) -> TeamReport | TooFew:
    """Return a team's report, with the most missed of what was answered since the last report.

    Otherwise the same questions would be in each report until they're eight weeks old. Figures of the time since then
    are used if enough people answered a question in it.
    A belief is told again only if someone answered a question that can show it.

    Args:
        transaction: to read in.
        tenant: the team's tenant.
        pack: the pack.
        at: now, in UTC.
        told: when the last report was posted, in UTC.
    """
    found = what_is_told(transaction, tenant, pack, at)
    if isinstance(found, TooFew):
        return found
    questions, new = bank(pack), store.by_question(transaction, tenant, pack.id, told)
    answered = store.by_question(transaction, tenant, pack.id, _since(at))
    again = {name: counts for name, counts in answered.items() if name in new}
    tested = {each for name in new if (question := questions.get(name)) for each in that_it_may_show(question)}
    believed = [each for each in found.beliefs if each.misconception.id in tested]
    missed = _missed(questions, new) or _missed(questions, again)
    return replace(found, missed=missed, beliefs=believed, is_new=True)


def what_is_told(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> TeamReport | TooFew:
    """Return a team's report, or what can be said if there's none.

    Args:
        transaction: to read in.
        tenant: the team's tenant.
        pack: the pack.
        at: now, in UTC.
    """
    return report(transaction, tenant, pack, at) or TooFew(_asked_in_vain(transaction, tenant, pack, at))


def has_enough(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> bool:
    """Return whether enough people answered in the weeks before a moment, or after it, for a report.

    Args:
        transaction: to read in.
        tenant: the team's tenant.
        pack: the pack.
        at: the moment, in UTC.
    """
    return len(store.members(transaction, tenant, pack.id, _since(at))) >= FEWEST


def has_answers(transaction: Transaction, tenant: str, pack: Pack, since: datetime) -> bool:
    """Return whether anyone has answered since a moment, or a challenge with answers has closed since then.

    Args:
        transaction: to read in.
        tenant: the team's tenant.
        pack: the pack.
        since: the moment, in UTC.
    """
    tried = store.has_tried(transaction, tenant, pack.id, since)
    return tried or bool(store.members(transaction, tenant, pack.id, since))


def _asked_in_vain(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> Sequence[Missing]:
    return asked_for.found(transaction, tenant, pack.id, _since(at), _MOST_MISSING)


def _questions(pack: Pack, answered: Mapping[str, Together]) -> dict[str, list[str]]:
    """Return the answered questions that are still in the pack, by the id of their first objective."""
    questions: dict[str, list[str]] = defaultdict(list)
    for name in answered:
        if (question := bank(pack).get(name)) is not None:
            questions[question.objectives[0]].append(name)
    return questions


def _by_week(
    pack: Pack, weeks: Mapping[str, Mapping[int, Together]]
) -> list[tuple[Objective, tuple[float | None, ...]]]:
    rows = []
    for objective, counts in weeks.items():
        cells = tuple(
            counts[week].share if week in counts and counts[week].members >= FEWEST else None for week in range(WEEKS)
        )
        known_weeks = [counts[week] for week in range(WEEKS) if cells[week] is not None]
        if known_weeks:
            rows.append((_sum(known_weeks).share, pack.objective_by_id[objective], cells))
    return [(objective, cells) for _, objective, cells in sorted(rows, key=lambda row: row[0])]


def _weekly(weeks: Mapping[int, Together]) -> list[Together | None]:
    """Return the answers of each week; None if too few people answered."""
    return [weeks[week] if week in weeks and weeks[week].members >= FEWEST else None for week in range(WEEKS)]


def _beliefs(transaction: Transaction, tenant: str, pack: Pack, since: datetime) -> list[Belief]:
    """Return the most common misconceptions that the latest answers since a moment show."""
    if not (aimed := aimed_at(pack)):
        return []
    latest = store.latest(transaction, tenant, pack.id, since, aimed)
    wrong = store.wrong(transaction, tenant, pack.id, since, aimed)
    return beliefs(pack, latest, wrong, FEWEST)


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
    return sorted(known, key=lambda each: (each[1].share, -each[1].total))[:_MOST_MISSED]


def _favoured(transaction: Transaction, tenant: str, pack: Pack, at: datetime) -> list[Objective]:
    """Return the objectives that the next tips favour, if enough people answered one of their questions lately."""
    answered = store.by_question(transaction, tenant, pack.id, at - LATELY)
    wrong = {name: Wrong(counts.total - counts.right, counts.total) for name, counts in answered.items()}
    known = known_to_all(transaction, [(tenant, pack.id)]).get((tenant, pack.id), ())
    enough = {name for name, counts in answered.items() if counts.members >= FEWEST}
    tellable = {each for name in enough if (question := bank(pack).get(name)) for each in question.objectives}
    return [each for each in favoured(pack, wrong, known) if each.id in tellable][:_MOST_FAVOURED]


def _sum(counts: Collection[Together]) -> Together:
    return Together(sum(each.right for each in counts), sum(each.total for each in counts), 0)


def _since(at: datetime) -> datetime:
    """Return when a report's first week begins: at midnight UTC, so that the last week ends with today."""
    tomorrow = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return tomorrow - WEEKS * WEEK
