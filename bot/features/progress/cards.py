"""Progress as pictures: a learner's, and a team's."""

from collections import defaultdict
from datetime import date, datetime

from bot.content.model import Pack
from bot.features.progress.model import OverWeeks, OwnProgress, TeamReport
from bot.features.progress.tally_pages import percent
from bot.features.reviews.model import RecallCounts
from bot.illustrations.recipes import of_card
from bot.language.message import Drawing
from bot.pictures.heat_map import MOST_ROWS, HeatMap, HeatRow
from bot.pictures.progress import ProgressCard, TopicBar
from bot.pictures.weeks import Done


def own_card(pack: Pack, progress: OwnProgress, weeks: OverWeeks) -> ProgressCard:
    """Return the contents of the picture of a learner's progress.

    Args:
        pack: the pack.
        progress: the learner's progress in it.
        weeks: their past and coming weeks.
    """
    objectives: dict[str, list[float]] = defaultdict(list)
    for objective in pack.objectives:
        mastery = progress.objectives.get(objective.id)
        if mastery is not None:
            objectives[objective.topic].append(round(mastery.known, 2))
    bars = tuple(
        TopicBar(topic.title, round(progress.topics[topic.id].known, 2), tuple(objectives[topic.id]))
        for topic in pack.topics
        if topic.id in progress.topics
    )
    has_learnt = any(progress.topics[topic.id].learnt for topic in pack.topics if topic.id in progress.topics)
    hint = (
        "a dot is an objective, filled as far as you know it"
        if has_learnt
        else "review a few cards to see your topics"
    )
    return ProgressCard(
        title="Your progress",
        subtitle=pack.title,
        figures=_figures(progress),
        weeks=tuple(
            Done(_day(week.begins), week.right, week.wrong, week.reviews.given, _remembered(week.reviews))
            for week in weeks.past
        ),
        forecast=tuple(weeks.coming) if has_learnt else (),
        expected=tuple(round(each, 3) for each in weeks.expected),
        bars=bars if has_learnt else (),
        footer=f"{pack.title} · {hint}",
    )


def team_weeks(pack: Pack, report: TeamReport) -> ProgressCard | None:
    """Return the contents of the picture of a team's weeks; None if fewer than two weeks have enough people."""
    if sum(each is not None for each in report.by_week) < 2:
        return None
    right, total = report.everything.right, report.everything.total
    return ProgressCard(
        title="The team, week by week",
        subtitle=pack.title,
        figures=(
            (str(report.members), "people answered"),
            (f"{total:,}", "answers"),
            (percent(right, total), "of them right"),
        ),
        weeks=tuple(
            Done(_day(begins), counts.right, counts.total - counts.right, 0, counts.right / counts.total)
            if counts
            else Done(_day(begins))
            for begins, counts in zip(report.weeks, report.by_week, strict=True)
        ),
        forecast=(),
        bars=(),
        footer="A week counts if five people answered. Flashcard reviews stay private.",
    )


def team_heat_map(pack: Pack, report: TeamReport) -> HeatMap | None:
    """Return the contents of the heat map of a team; None if no objective has enough people in any week."""
    if not report.objectives:
        return None
    return HeatMap(
        title="What the team knows",
        subtitle=pack.title,
        weeks=tuple(f"{week.day} {week:%b}" for week in report.weeks),
        rows=tuple(HeatRow(objective.statement, cells) for objective, cells in report.objectives[:MOST_ROWS]),
        footer="Per cent answered right, by the first day of the week. A figure needs five people who answered.",
    )


def of_team(pack: Pack, report: TeamReport) -> list[Drawing]:
    """Return a report's pictures, weeks and heat map; without those for which too few people answered."""
    cards = team_weeks(pack, report), team_heat_map(pack, report)
    return [of_card(card) for card in cards if card]


def _figures(progress: OwnProgress) -> tuple[tuple[str, str], ...]:
    """Return the large figures: about reviews, or about answers if the learner hasn't reviewed yet."""
    row = str(progress.streak), "day in a row" if progress.streak == 1 else "days in a row"
    if progress.month.given:
        remembered = percent(progress.month.recalled, progress.month.asked)
        return row, (str(progress.month.given), "reviews in 30 days"), (remembered, "remembered")
    right = sum(tally.right for tally in progress.tallies.values())
    total = sum(tally.total for tally in progress.tallies.values())
    return row, (f"{right} of {total}", "questions right"), (str(sum(progress.read.values())), "lessons read")


def _day(day: date | datetime) -> str:
    return f"{day.day} {day:%b}"


def _remembered(reviews: RecallCounts) -> float | None:
    return reviews.recalled / reviews.asked if reviews.asked else None
