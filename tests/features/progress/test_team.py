"""What a team knows, on both databases: correct, and without giving anyone away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest

from bot.content.model import Pack
from bot.content.reading.library import Library
from bot.core import build
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.lessons.tip import Tips
from bot.features.packs.shelf import Shelf
from bot.features.progress import cards, team, team_pages
from bot.features.progress.model import TeamReport
from bot.features.progress.posted_report import PostedReports
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers
from bot.features.scheduling.model import DAILY, ScheduleDraft
from bot.language.plain import buttons, plain
from bot.language.requests import Asker
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.quizzes.test_misconceptions import pack as with_misconceptions
from tests.features.reviews.desk import asker_named
from tests.packs import PETS, changed, pets
from tests.storage.test_store import an_answer

NOW = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)
ASKER = replace(asker_named("Ana"), at=NOW)
BANK = bank(pets())
QUESTIONS = list(BANK)
WALKS = QUESTIONS[0]
OTHER = next(each for each in QUESTIONS if BANK[each].objectives[0] != BANK[WALKS].objectives[0])


async def answer(
    database: Database, member: str, question: str, *, right: bool, days_ago: int = 0, tenant: str = ASKER.tenant.key
) -> None:
    at = NOW - timedelta(days=days_ago)
    name = f"{member}{question}{days_ago}{right}"
    given = an_answer(tenant=tenant, quiz=name, member=member, question=question, correct=right, at=at, pack="pets")
    assert await answers.record(database.writer, given)


async def reported(database: Database) -> TeamReport:
    report = await find_report(database)
    assert report is not None
    return report


async def find_report(database: Database) -> TeamReport | None:
    return await database.read(lambda transaction: team.report(transaction, ASKER.tenant.key, pets(), NOW))


async def test_fewer_than_five_people_get_no_report(database: Database) -> None:
    for number in range(4):
        await answer(database, f"m{number}", WALKS, right=True)
    await answer(database, "old", WALKS, right=True, days_ago=60)
    await answer(database, "elsewhere", WALKS, right=True, tenant="web:other")
    assert await find_report(database) is None
    assert "needs 5 people" in plain(team_pages.too_few(pets(), private=False).message)
    await answer(database, "m4", WALKS, right=True)
    assert (await reported(database)).members == 5


async def test_no_figure_is_based_on_fewer_than_five_people(database: Database) -> None:
    for number in range(6):
        await answer(database, f"m{number}", WALKS, right=number < 2, days_ago=1)
        if number < 4:
            await answer(database, f"m{number}", OTHER, right=False, days_ago=1)
            await answer(database, f"m{number}", WALKS, right=False, days_ago=20)
    report = await reported(database)
    assert [question.id for question, _ in report.missed] == [WALKS]
    cells = {objective.id: shares for objective, shares in report.objectives}
    objective = BANK[WALKS].objectives[0]
    assert set(cells) == {objective}
    assert cells[objective] == (None,) * 7 + (2 / 6,)


async def test_weeks_objectives_and_the_most_missed(database: Database) -> None:
    for number in range(5):
        for place, question in enumerate(QUESTIONS):
            await answer(database, f"m{number}", question, right=number < place, days_ago=0)
            await answer(database, f"m{number}", question, right=True, days_ago=55)
    report = await reported(database)
    shares = [given.right / given.total for _, given in report.missed]
    assert shares == sorted(shares)
    assert next(question.id for question, _ in report.missed) == QUESTIONS[0]
    assert all(cells[0] == 1.0 and cells[7] is not None for _, cells in report.objectives)
    assert report.everything.total == 10 * len(QUESTIONS)
    means = [sum(share for share in cells if share is not None) for _, cells in report.objectives]
    assert means == sorted(means)
    card = cards.team_heat_map(pets(), report)
    assert card is not None
    assert len(card.weeks) == 8
    said = team_pages.page(pets(), report, (), private=False).message
    assert not said.private
    assert "5 people gave" in plain(said)
    assert "Most missed" in plain(said)


async def test_a_posted_report_names_what_was_missed_since_the_last_one(database: Database) -> None:
    for number in range(5):
        await answer(database, f"m{number}", WALKS, right=False, days_ago=20)
        await answer(database, f"m{number}", OTHER, right=number > 0, days_ago=1)

    async def missed(days_ago: int) -> list[str]:
        told = NOW - timedelta(days=days_ago)
        found = await database.read(
            lambda transaction: team.what_is_new(transaction, ASKER.tenant.key, pets(), NOW, told)
        )
        assert isinstance(found, TeamReport)
        said = plain(team_pages.page(pets(), found, (), private=False).message)
        assert ("Most missed lately" in said) is bool(found.missed)
        return [question.id for question, _ in found.missed]

    assert await missed(7) == [OTHER]
    assert await missed(30) == [WALKS, OTHER]
    assert await missed(0) == []
    await answer(database, "m1", WALKS, right=False, days_ago=0)
    assert await missed(0) == [WALKS], "with the figures of eight weeks, as five answers are needed"


async def test_the_next_tips_are_those_that_the_report_promises(database: Database) -> None:
    for number in range(5):
        await answer(database, f"m{number}", WALKS, right=False, days_ago=40)
        await answer(database, f"m{number}", OTHER, right=number == 0)
    report = await reported(database)
    lesson = await Tips(database).next(pets(), None, ASKER)
    (tip,) = (each for each in pets().tips if f"tip:{each.id}" in lesson.shown)
    assert [objective.id for objective in report.favoured] == list(tip.objectives)
    said = plain(team_pages.page(pets(), report, (), private=False).message)
    assert f"The next tips favour\n• {report.favoured[0].statement}" in said


async def test_a_report_promises_no_tip_that_is_missing_or_known_to_all(database: Database) -> None:
    tips = Tips(database)
    for number in range(5):
        await answer(database, f"m{number}", WALKS, right=False)
        await answer(database, f"m{number}", OTHER, right=False)
    assert {objective.id for objective in (await reported(database)).favoured} == {"C1", "C2"}
    await tips.say(pets(), pets().tip_by_id["walk"], ASKER, known=True)
    assert [objective.id for objective in (await reported(database)).favoured] == ["C2"]
    without = changed(pets(), tips=tuple(each for each in pets().tips if each.id != "sand"))
    report = await database.read(lambda transaction: team.report(transaction, ASKER.tenant.key, without, NOW))
    assert report is not None
    assert not report.favoured


async def test_only_what_five_people_answered_lately_is_said_to_be_favoured(database: Database) -> None:
    for number in range(5):
        await answer(database, f"m{number}", WALKS, right=True)
        await answer(database, f"m{number}", OTHER, right=False, days_ago=1 if number else 40)
    assert not (await reported(database)).favoured


async def test_only_those_who_share_are_named(database: Database) -> None:
    chosen = Chosen(database)
    for number in range(6):
        await answer(database, f"m{number}", WALKS, right=number == 1)
    for name, shares in (("M1", "yes"), ("M2", "no"), ("M3", "yes")):
        asker = replace(asker_named(name), at=NOW)
        await settings.change(asker, {"share": "yes"}, FakePacks(), chosen)
        if shares == "no":
            await settings.change(asker, {"share": "no"}, FakePacks(), chosen)
    assert (await chosen.read(ASKER.tenant.key, "member:m2"))["name"] == ""
    report = await reported(database)
    assert report.named == [("M1", 1.0), ("M3", 0.0)]
    said = plain(team_pages.page(pets(), report, (), private=False).message)
    assert "M1: 100% right" in said
    assert "M2" not in said
    assert "m4" not in said


class FakePacks:
    """Offers one pack."""

    async def taught(self, _asker: Asker) -> Pack:
        return pets()

    async def offered(self, _asker: Asker) -> list[Pack]:
        return [pets()]

    async def teach(self, _asker: Asker, _typed: str) -> None:
        raise NotImplementedError


async def test_what_a_team_believes_is_told_without_names(database: Database) -> None:
    pack = changed(
        with_misconceptions(), tips=tuple(each.model_copy(update={"title": "What barks"}) for each in pets().tips)
    )

    async def report() -> TeamReport:
        found = await database.read(lambda transaction: team.report(transaction, ASKER.tenant.key, pack, NOW))
        assert found is not None
        return found

    async def say(member: str, question: str, given: str, *, right: bool = False, days_ago: int = 3) -> None:
        at = NOW - timedelta(days=days_ago)
        quiz = f"{member}{question}{days_ago}"
        shape = {"tenant": ASKER.tenant.key, "quiz": quiz, "member": member, "pack": "pets", "at": at}
        row = an_answer(**shape, question=question, correct=right)
        assert await answers.record(database.writer, replace(row, given=given))

    for number in range(4):
        await say(f"m{number}", "choice", "1")
    await say("m9", "number", "4", right=True)
    assert not (await report()).beliefs, "four people were asked"
    await say("m4", "choice", "0", right=True)
    (belief,) = (await report()).beliefs
    assert (belief.misconception.id, belief.believers, belief.asked) == ("cats-bark", 4, 5)
    await say("m0", "choice", "0", right=True, days_ago=1)
    await say("m1", "tf", "0", right=True, days_ago=1)
    await say("m5", "tf", "1")
    (belief,) = (await report()).beliefs
    assert (belief.believers, belief.asked) == (4, 6), "the last answer to each question counts"
    for number in range(6):
        await say(f"m{number}", "number", "two" if number < 1 else "4", right=number > 0)
    assert len((await report()).beliefs) == 1, "one person's slip isn't what a team believes"
    for told, expected in ((NOW - timedelta(days=2), 1), (NOW, 0)):
        new = await database.read(partial(team.what_is_new, tenant=ASKER.tenant.key, pack=pack, at=NOW, told=told))
        assert isinstance(new, TeamReport)
        assert len(new.beliefs) == expected, "a belief isn't repeated without new answers"
    page = team_pages.page(pack, await report(), (), private=True).message
    assert "4 of 6 think: “I believe cats-bark.”\nReally: Not cats-bark." in plain(page)
    assert "What barks" in [button.label for button in buttons(page)]
    assert not any(f"m{number}" in plain(page) for number in range(6))


@pytest.mark.both_databases
async def test_a_renamed_question_still_shows_what_a_team_believes(database: Database) -> None:
    pack = with_misconceptions()
    for number in range(5):
        given = an_answer(
            tenant=ASKER.tenant.key, quiz=f"q{number}", member=f"m{number}", question="older", pack="pets", at=NOW
        )
        assert await answers.record(database.writer, replace(given, given="1", correct=False))
    questions = tuple(
        each.model_copy(update={"was": ("older",)}) if each.id == "choice" else each for each in pack.questions
    )
    renamed = changed(pack, questions=questions)
    report = await database.read(lambda transaction: team.report(transaction, ASKER.tenant.key, renamed, NOW))
    assert report is not None
    assert [(each.believers, each.asked) for each in report.beliefs] == [(5, 5)]
    assert [(question.id, given.total) for question, given in report.missed] == [("choice", 5)]
    for since, expected in ((NOW, True), (NOW + timedelta(days=1), False)):
        look = partial(team.has_answers, tenant=ASKER.tenant.key, pack=renamed, since=since)
        assert await database.read(look) is expected


async def test_unanswered_questions_are_reported_from_five_people_up(database: Database) -> None:
    for number in range(5):
        await answer(database, f"m{number}", WALKS, right=True)
    library, pictures = Library([PETS]), PictureCache()
    application = build(library, database, pictures, Random(1)).application
    people = ("Ana", "Ben", "Cleo", "Dan", "Eve")
    for name in people:
        await application.say(replace(asker_named(name), at=NOW), "/ask what is a blockchain?")
    for name in people[1:]:
        await application.say(replace(asker_named(name), at=NOW), "/ask what is a spreadsheet?")
    report = await reported(database)
    assert [(each.words, each.people) for each in report.missing] == [("blockchain", 5)]
    told = "People ask for this, but the pack has nothing\n• “blockchain” (5 people)"
    shown = await application.say(replace(asker_named("Fay"), at=NOW), "/progress show:team")
    assert told in plain(shown)
    draft = ScheduleDraft(
        tenant=ASKER.tenant.key,
        platform="web",
        kind="report",
        place="general",
        place_name="#general",
        pack="pets",
        topic="",
        time="16:00",
        days=DAILY,
        zone="UTC",
        starts=NOW.date(),
        ends=None,
        late="post",
    )
    posted = await PostedReports(Shelf(library, database), database).preview(draft, NOW)
    assert told in plain(posted)
    pictures.close()
