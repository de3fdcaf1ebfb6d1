"""/pack report and `versed report`, as people use them."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.cli import report
from bot.content.question import prompt_of
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.analysis import pages
from bot.features.analysis.analysing import analyse
from bot.features.analysis.model import Response
from bot.features.asking import unanswered
from bot.features.asking.missing import KEY_LENGTH, WhyMissing
from bot.features.authoring.actions import ReportAnswer
from bot.features.lessons.store import tips
from bot.features.quizzes.questions import bank
from bot.language.actions import encode
from bot.language.message import File
from bot.language.people import Member, MemberKey
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.pictures.cache import PictureCache
from bot.runtime.settings import Settings
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.features.analysis.answered import FIRST, SECOND, fill
from tests.features.packs.shelved import T0, an_asker
from tests.packs import PETS, pets

ANA, CLEO = an_asker("Ana"), an_asker("Cleo", administrator=False)


@pytest.fixture
async def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([PETS]), sqlite_database, pictures, Random(1))


async def test_editors_read_what_works_and_get_it_as_a_table(core: Core) -> None:
    assert "5 people who answered the same question" in plain(await core.application.say(ANA, "/pack report"))
    await fill(core.database)
    said = await core.application.say(ANA, "/pack report pets")
    assert said.private
    assert prompt_of(FIRST) in plain(said)
    assert "83% right of 6" in plain(said)
    assert "What works, Pets compared; the share right." in plain(said)
    (file,) = (block for block in said.blocks if isinstance(block, File))
    header, first, *_ = csv.reader(io.StringIO(file.data.decode("utf-8-sig")))
    row = dict(zip(header, first, strict=True))
    assert (row["id"], row["learners"], row["right %"], row["certain and wrong %"]) == (FIRST.id, "6", "83.3", "20.0")
    assert row["alone learners"] == "6"
    with pytest.raises(Refusal, match="Only administrators and the editors they name"):
        await core.application.say(CLEO, "/pack report")


async def test_reports_count_beside_how_often_a_question_was_shown(core: Core) -> None:
    """Reports about a game or a challenge come with the answers given there."""
    await fill(core.database)
    for number, quiz in enumerate(("match", "dare", "match")):
        someone = replace(ANA, member=Member(f"m{number}", f"M{number}"))
        press = Pressed(someone, encode(ReportAnswer(quiz, 1 if quiz == "dare" else 0)), "Both are right.")
        assert "Thank you!" in plain(await core.application.press(press))
    stranger = Pressed(CLEO, encode(ReportAnswer("match", 0)), "Mine.")
    with pytest.raises(Refusal, match="can't find that answer"):
        await core.application.press(stranger)
    problems = plain(await core.application.say(ANA, "/pack problems"))
    assert "reported by 3 people" in problems
    assert "Their answer" in problems
    said = await core.application.say(ANA, "/pack report pets")
    assert "3 reports in 12 showings" in plain(said)
    assert "→ 3 people say something's wrong: see /pack problems." in plain(said)
    (file,) = (block for block in said.blocks if isinstance(block, File))
    rows = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))
    row = next(each for each in rows if each["id"] == SECOND.id)
    assert (row["reports"], row["shown"], row["reports per showing %"]) == ("3", "12", "25.0")


async def test_pages_are_short_and_lead_on(core: Core) -> None:
    everything = [
        Response(str(member), question, "0", right, 100 * right)
        for question in bank(pets())
        for right in (True, False)
        for member in range(5)
    ]
    analysis = analyse(pets(), everything)
    assert len(analysis.figures) > 5
    for number in range(len(analysis.figures)):
        assert sum(map(bool, plain(pages.page(analysis, number)).splitlines())) <= 25
    await fill(core.database)
    assert next(each.label for each in buttons(pages.page(analysis, 1))) == "Back"
    more = next(each for each in buttons(pages.page(analysis, 0)) if each.label == "More")
    assert "Page 1 of 1" in plain(await core.application.press(Pressed(ANA, more.press)))


async def test_the_terminal_reports_every_tenant(migrated_sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(content=[PETS], database_url=migrated_sqlite_url, cache=tmp_path)
    database = await Database.open(migrated_sqlite_url)
    await fill(database)
    await database.close()
    found = await report.analyses(settings, "", T0)
    assert [tenant for tenant, _ in found] == ["discord:1"]
    assert f"  {prompt_of(FIRST)}" in report.in_words(found)
    file = tmp_path / "report.csv"
    assert report.write_csv(found, file) == 2
    assert file.read_text("utf-8-sig").startswith("tenant,pack,id,")
    assert json.loads(report.as_json(found))[0]["right %"] == 83.3
    with pytest.raises(Refusal, match="Nothing else"):
        await report.analyses(settings, "Nothing else", T0)


async def test_tips_that_most_knew_come_first_and_gaps_are_named(core: Core) -> None:
    known, useful, little = pets().tips[:3]
    key = bytes(KEY_LENGTH)

    def work(transaction: Transaction) -> None:
        for number in range(5):
            me = MemberKey(ANA.tenant.key, f"m{number}")
            for tip in (known, useful):
                tips.say(transaction, me, "pets", tip.id, T0, known=tip is known)
            unanswered.note(
                transaction,
                me,
                "pets",
                "hamster",
                WhyMissing.REFUSED,
                at=T0,
                new_key=key,
            )
        tips.say(transaction, MemberKey(ANA.tenant.key, "m0"), "pets", little.id, T0, known=True)

    await core.database.transact(work)
    said = await core.application.say(ANA, "/pack report")
    gaps = next(each for each in buttons(said) if each.label == "Tips and gaps")
    told = plain(await core.application.press(Pressed(ANA, gaps.press)))
    assert f"{known.title}: 5 knew it, 0 found it useful → known" in told
    assert f"{useful.title}: 0 knew it, 5 found it useful\n" in told
    assert little.title not in told
    assert "“hamster” (5 people)" in told
    with pytest.raises(Refusal, match="Only administrators"):
        await core.application.press(Pressed(CLEO, gaps.press))
