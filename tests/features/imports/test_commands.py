"""/pack import: from a file to what's taught, as editors use it."""

import asyncio
import errno
import hashlib
import os
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.exchange import apart, formats
from bot.features.authoring.actions import WriteItem
from bot.features.imports import making
from bot.features.packs import upload
from bot.features.packs.personal import HOLDER
from bot.language.actions import encode
from bot.language.controls import Menu
from bot.language.files import MEGABYTE, GivenFile
from bot.language.message import File, Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.imports.files import TABLE, a_file
from tests.features.packs.shelved import T0, an_asker
from tests.packs import PETS

READ_APART = apart.read_apart
ANA, CLEO = an_asker("Ana"), an_asker("Cleo", administrator=False)


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, to save time; tests/exchange/test_apart.py tests reading them in another."""
    monkeypatch.setattr(apart, "read_apart", formats.read)


@pytest.fixture
async def core(database: Database, pictures: PictureCache) -> Core:
    return build(Library([PETS]), database, pictures, Random(1))


async def bring(core: Core, file: GivenFile, asker: Asker = ANA, **options: str) -> Message:
    return await core.application.serve(Call(asker, "pack import", options, {"file": file}))


async def press(core: Core, said: Message, label: str, asker: Asker = ANA) -> Message:
    button = next(each for each in buttons(said) if each.label.startswith(label))
    return await core.application.press(Pressed(asker, button.press))


async def choose(core: Core, said: Message, label: str) -> Message:
    menus = (block for block in said.blocks if isinstance(block, Menu))
    line = next(each for menu in menus for each in menu.choices if each.label.startswith(label))
    return await core.application.press(Pressed(ANA, line.press))


async def test_a_file_becomes_a_pack_that_is_taught(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "read_apart", READ_APART)
    report = await bring(core, a_file())
    assert report.private
    said = plain(report)
    assert "3 terms taken, 0 left out" in said
    assert "Term → term; Meaning → term: what it means" in said
    assert "Which term is this? Ground grain." in said
    published = await press(core, report, "Publish")
    assert "Bakery, version 1. It has 3 terms on 1 topic." in plain(published)
    assert "Once I teach it, try /review." in plain(published), "a quiz needs more terms"
    assert "Try it with /review." in plain(await press(core, published, "Teach it everywhere"))
    assert "It makes dough rise." in plain(await core.application.say(ANA, "/define yeast"))
    assert "Bakery · Bakery" not in plain(await core.application.say(ANA, "/ask what is yeast?")), "its only topic"
    assert "Imported from Bakery.csv" in plain(await core.application.say(ANA, "/pack history"))
    with pytest.raises(Refusal, match="isn't waiting any more; /pack history"):
        await press(core, report, "Publish")
    with pytest.raises(Refusal, match="isn't waiting any more; /pack history"):
        await press(core, report, "Cancel")


async def test_tips_are_shown_with_their_titles_and_texts(core: Core) -> None:
    tips = "# Tips for better meetings\n- Start on time: nobody waits.\n- End on time: nobody is late.\n"
    assert "Start on time\nNobody waits." in plain(await bring(core, a_file(tips, "tips.md")))


async def test_a_file_that_updates_a_pack_in_use_offers_nothing_more_to_do(core: Core) -> None:
    await press(core, await press(core, await bring(core, a_file()), "Publish"), "Teach it everywhere")
    updated = await press(core, await bring(core, a_file(f"{TABLE}Oven,Hot.\n")), "Publish")
    assert [each.label for each in buttons(updated)] == ["Show it"]
    assert "I teach it now; try /quiz or /review." in plain(updated)


async def test_a_file_makes_one_pack_however_often_publish_is_pressed(core: Core) -> None:
    report = await bring(core, a_file())
    pressed = await asyncio.gather(*(press(core, report, "Publish") for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(each, Message) for each in pressed) == 1
    assert all("isn't waiting" in str(each) for each in pressed if isinstance(each, Refusal))
    assert [each.version for each in await core.own_packs.all(ANA.tenant.key)] == [1]


async def test_an_import_leaves_its_editors_drafts_alone(core: Core) -> None:
    await press(core, await bring(core, a_file()), "Publish")
    (listed,) = await core.own_packs.all(ANA.tenant.key)
    write = encode(WriteItem("card", listed.id))
    await core.application.press(Pressed(ANA, write, fields={"front": "What's dark?", "back": "Rye bread."}))
    first = {"front": "What cuts wood?", "back": "A saw.", "called": "Tools"}
    await core.application.press(Pressed(ANA, encode(WriteItem("card")), fields=first))
    await press(core, await bring(core, a_file(f"{TABLE}Oven,Hot.\n")), "Publish")
    await press(core, await bring(core, a_file(name="Another.csv"), title="Another"), "Publish")
    waiting = plain(await core.application.say(ANA, "/pack draft"))
    assert "What's dark?" in waiting
    assert "What cuts wood?" in waiting


async def test_the_same_file_changes_nothing_and_a_changed_one_says_how_many(core: Core) -> None:
    await press(core, await bring(core, a_file()), "Publish")
    assert "Nothing to do" in plain(await bring(core, a_file(name="Copy of it.csv"), title="Bakery"))
    exported = await core.application.serve(Call(ANA, "pack export", {"format": "csv"}))
    (file,) = (block for block in exported.blocks if isinstance(block, File))
    assert "Nothing to do" in plain(await bring(core, a_file(file.data.decode("utf-8-sig"), file.name)))
    edited = file.data.decode("utf-8-sig").replace("Ground grain.", "Milled grain.")
    back = plain(await bring(core, a_file(edited, file.name.replace(".csv", " (1).csv"))))
    assert "changes to Bakery" in back
    assert "0 new, 1 changed, 2 as before." in back
    assert "a new edition of" not in back
    changed = TABLE.replace("Ground grain.", "Milled grain.").replace("Salt,It slows yeast down.\n", "Oven,Hot.\n")
    report = await bring(core, a_file(changed))
    assert "1 new, 1 changed, 1 as before." in plain(report)
    assert "1 item from earlier imports isn't in the file now; it stays for the moment: “Salt”" in plain(report)
    assert "4 terms" in plain(await press(core, report, "Publish"))
    again = await bring(core, a_file(changed))
    assert "3 terms" in plain(await press(core, again, "Publish, and remove 1"))
    assert "Nothing to do" in plain(await bring(core, a_file(changed)))


async def test_corrected_questions_are_named_and_not_doubled(core: Core) -> None:
    lands = ("Oz", "Ix", "Ev", "Mo", "Pingaree")
    deck = "Front,Back\n" + "".join(f"Whats the capitel of {land}?,{land}ville\n" for land in lands)
    await press(core, await bring(core, a_file(deck)), "Publish")
    report = plain(await bring(core, a_file(deck.replace("Whats the capitel", "What's the capital"))))
    assert "0 new, 5 changed, 0 as before.\nrow 2: a correction of “Whats the capitel of Oz?”\n" in report
    assert "… and 2 more corrections." in report


async def test_a_long_question_is_asked_below_its_situation_and_both_can_be_corrected(core: Core) -> None:
    situation = "Ana's bakery has two ovens, and each takes 40 loaves. " * 8
    file = f"{situation}How many loaves fit in both?\nA. 40\nB. 80\nANSWER: B\n\n"
    report = await bring(core, a_file(file, "Ovens.txt"))
    assert "1 question taken, 0 left out" in plain(report)
    assert "Ana's bakery has two ovens" in plain(report)
    await press(core, await press(core, report, "Publish"), "Teach it everywhere")
    asked = plain(await core.application.say(ANA, "/quiz 1"))
    assert asked.index("each takes 40 loaves") < asked.index("How many loaves fit in both?")
    changed = await bring(core, a_file(file.replace("two ovens", "a pair of ovens"), "Ovens.txt"))
    assert "0 new, 1 changed, 0 as before." in plain(changed)
    await press(core, changed, "Publish")
    (listed,) = await core.own_packs.all(ANA.tenant.key)
    (case,) = (await core.own_packs.content(ANA.tenant.key, listed.id, listed.version)).cases
    assert "a pair of ovens" in case.text


async def test_a_second_file_does_not_offer_to_remove_the_first_ones_items(core: Core) -> None:
    await press(core, await bring(core, a_file()), "Publish")
    second = TABLE.splitlines()[0] + "\nOven,Hot.\nTin,It holds the dough.\nRack,Loaves cool on it.\n"
    for extra in ("", "Peel,It moves loaves.\n"):
        report = await bring(core, a_file(second + extra, name="Tools.csv"), title="Bakery")
        assert "earlier imports" not in plain(report)
        assert "and remove" not in str(report)
        await press(core, report, "Publish")
    third = await bring(core, a_file(f"{TABLE}Jug,It pours.\n"))
    assert "8 terms" in plain(await press(core, third, "Publish"))


@pytest.mark.both_databases
async def test_a_file_brings_back_what_was_undone_by_restoring(core: Core) -> None:
    """It said that there's nothing to do, though an older version was taught."""
    await press(core, await bring(core, a_file()), "Publish")
    corrected = a_file(f"{TABLE.replace('Ground grain.', 'Milled grain.')}Oven,Hot.\n")
    await press(core, await bring(core, corrected), "Publish")
    await core.application.say(ANA, "/pack restore 1")
    report = await bring(core, corrected)
    assert "1 new, 1 changed, 2 as before." in plain(report)
    assert "4 terms" in plain(await press(core, report, "Publish"))
    await core.application.say(ANA, "/pack restore 1")
    await core.application.say(ANA, "/pack restore 2")
    assert "Nothing to do" in plain(await bring(core, corrected))
    assert "0 new, 1 changed, 3 as before." in plain(
        await bring(core, a_file(f"{TABLE.replace('Ground', 'Crushed')}Oven,Hot.\n"))
    )


@pytest.mark.both_databases
async def test_what_an_editor_changed_stays(core: Core) -> None:
    await press(core, await bring(core, a_file()), "Publish")
    (listed,) = await core.own_packs.all(ANA.tenant.key)
    pack = await core.own_packs.content(ANA.tenant.key, listed.id, 1)
    terms = [each.model_copy(update={"definition": "My own words."}) for each in pack.terms[:1]]
    edited = pack.model_copy(update={"terms": (*terms, *pack.terms[1:])})
    await core.own_packs.publish(ANA, edited, {}, on=listed)
    report = await bring(core, a_file(TABLE.replace("Ground grain.", "Milled grain.")))
    assert "Nothing new in Bakery.csv; Bakery stays as your team edited it:" in plain(report)
    assert "row 2: someone changed the definition to “My own words.” here, so I kept that; the file says “" in plain(
        report
    )
    after = await core.own_packs.content(ANA.tenant.key, listed.id, 2)
    assert after.terms[0].definition == "My own words."


async def test_a_column_is_read_as_something_else(core: Core) -> None:
    report = await bring(core, a_file(TABLE.replace("Meaning", "Example")))
    assert "nothing I can take yet" in plain(report)
    column = await choose(core, report, "Example")
    changed = await choose(core, column, "term: what it means")
    assert "Example → term: what it means" in plain(changed)
    assert "3 terms taken" in plain(changed)
    with pytest.raises(Refusal, match="about another file"):
        await press(core, report, "Cancel")


async def test_a_file_that_is_kept_as_a_draft_waits_for_a_week(core: Core, database: Database) -> None:
    assert "/pack import" in plain(await press(core, await bring(core, a_file()), "Keep as draft"))
    assert "Bakery.csv" in plain(await core.application.say(ANA, "/pack import"))
    await database.transact(lambda transaction: HOLDER.expire(transaction, T0 + timedelta(days=6)))
    assert "Bakery.csv" in plain(await core.application.say(ANA, "/pack import"))
    await database.transact(lambda transaction: HOLDER.expire(transaction, T0 + timedelta(days=8)))
    with pytest.raises(Refusal, match="Which file"):
        await core.application.say(ANA, "/pack import")
    dropped = await press(core, await bring(core, a_file()), "Cancel")
    assert "Nothing has changed" in plain(dropped)


async def test_a_member_who_may_not_edit_is_told_before_anything_is_fetched(core: Core) -> None:
    async def never(_most: int) -> bytes:
        raise AssertionError

    with pytest.raises(Refusal, match="Only administrators and the editors"):
        await bring(core, GivenFile("a.csv", 1, never), CLEO)
    with pytest.raises(Refusal, match="more than 10 MB"):
        await bring(core, GivenFile("a.csv", 11 * MEGABYTE, never))


async def test_an_unreadable_file_is_refused_with_a_sentence(core: Core) -> None:
    with pytest.raises(Refusal, match=r"a\.bin: I don't know this sort of file"):
        await bring(core, a_file("\1\2\3" * 50, "a.bin"))
    with pytest.raises(Refusal, match="give me the file itself"):
        await core.application.say(ANA, "/pack import file:questions.csv")


async def test_a_full_disk_is_reported_and_the_file_still_waits(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    report = await bring(core, a_file())
    with monkeypatch.context() as patch:
        patch.setattr(making, "TemporaryDirectory", full)
        with pytest.raises(Refusal, match="the disk is full or locked; tell the person who runs Versed"):
            await press(core, report, "Publish")
    assert "Bakery, version 1. It has " in plain(await press(core, report, "Publish"))


async def test_what_a_file_says_is_not_written_to_the_disk(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that's killed would leave it in a temporary folder."""

    def write(_: Path, __: bytes) -> None:
        raise AssertionError

    monkeypatch.setattr(Path, "write_bytes", write)
    assert "Bakery, version 1. It has " in plain(await press(core, await bring(core, a_file()), "Publish"))


async def test_nobody_waits_while_a_large_file_is_compressed_or_hashed(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def watched(work: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any) -> Any:
            threads.append(threading.get_ident())
            return work(*given)

        return noted

    pressing = SimpleNamespace(compress=watched(zlib.compress), decompress=watched(zlib.decompress))
    monkeypatch.setattr(upload, "zlib", pressing)
    monkeypatch.setattr(upload, "hashlib", SimpleNamespace(sha256=watched(hashlib.sha256)))
    report = await bring(core, a_file())
    assert len(threads) == 2
    await press(core, report, "Publish")
    await bring(core, a_file(f"{TABLE}Oven,Hot.\n"))
    assert threading.get_ident() not in threads


async def test_a_file_goes_into_the_topic_and_the_pack_that_were_named(core: Core) -> None:
    first = await bring(core, a_file(), title="Breads", topic="Dough")
    await press(core, first, "Publish")
    more = await bring(
        core, a_file("Term,Meaning\nRye,A hardy grain.\nSpelt,An old grain.\n", "More.csv"), pack="breads"
    )
    assert "changes to Breads" in plain(more)
    await press(core, more, "Publish")
    (listed,) = await core.own_packs.all(ANA.tenant.key)
    pack = await core.own_packs.content(ANA.tenant.key, listed.id, 2)
    assert [topic.title for topic in pack.topics] == ["Dough", "More"]
    assert len(pack.terms) == 5
    assert "0 new, 0 changed, 3 as before" in plain(await bring(core, a_file(), pack="breads")), "in their topic"


@pytest.mark.both_databases
async def test_a_pack_that_gets_another_title_is_still_found_by_its_file(core: Core) -> None:
    await press(core, await bring(core, a_file()), "Publish")
    renaming = await bring(core, a_file(f"{TABLE}Oven,Hot.\n"), pack="Bakery", title="Baking")
    assert "Bakery.csv: changes to Bakery" in plain(renaming)
    assert "Publishing this also renames Bakery to Baking." in plain(renaming)
    assert "Published: Baking, version 2. It has 4 terms on 1 topic." in plain(await press(core, renaming, "Publish"))
    (listed,) = await core.own_packs.all(ANA.tenant.key)
    pack = await core.own_packs.content(ANA.tenant.key, listed.id, 2)
    assert [(topic.id, topic.title) for topic in pack.topics] == [("bakery", "Baking")]
    assert "Nothing to do" in plain(await bring(core, a_file(f"{TABLE}Oven,Hot.\n")))
    again = plain(await bring(core, a_file(f"{TABLE}Oven,Warm.\n")))
    assert "Bakery.csv: changes to Baking" in again
    assert "0 new, 1 changed, 3 as before" in again
    assert "a new edition of what Baking came from" in again
    assert "changes to" not in plain(await bring(core, a_file(), title="Bakery")), "the editor wants another pack"
    await bring(core, a_file(), pack="Baking", title="Bakery")
    await press(core, await bring(core, a_file("Term,Meaning\nBow,A knot.\n", "Knots.csv"), title="Knots"), "Publish")
    with pytest.raises(Refusal, match="Another pack of yours is called Knots"):
        await bring(core, a_file(), pack="Baking", title="knots")


async def test_one_editors_file_is_not_anothers(core: Core) -> None:
    report = await bring(core, a_file())
    with pytest.raises(Refusal, match="isn't waiting any more; /pack history"):
        await press(core, report, "Publish", replace(ANA, member=replace(ANA.member, id="ben")))


async def test_a_file_with_nothing_to_take_is_refused_with_what_to_do(core: Core) -> None:
    raw = "1. Who bakes?\nA) Ana\nB) Ben\n\n2. Who cooks?\nA) Cleo\nB) Dan\n"
    with pytest.raises(Refusal, match=r"line 1 doesn't say which option is right; mark one \(1 more left out\)"):
        await bring(core, a_file(raw, name="Quiz.txt"))


async def test_advice_names_items_by_what_they_ask(core: Core) -> None:
    said = plain(
        await bring(core, a_file("Question,Answer\nWhere's the bin?,Hall\nWhere's the bin!,Yard\nWho?,Ana\n"))
    )
    assert "“Where's the bin!”: this question asks nearly the same as “Where's the bin?”; change" in said
    assert "• 3 times, as in “Where's the bin?”: this has no explanation" in said
    said = plain(await bring(core, a_file("Term,Definition\nDash,A short race for all\nDASH,A long line\n")))
    assert "• “DASH” is also a name of the term “Dash”;" in said


GERMAN = """\
Frage,Antwort
Wie oft findet das Audit statt?,alle sechs Monate
Wer genehmigt den Urlaub?,die Teamleitung
Wann ist das Treffen mit dem Einkauf?,montags um 9:30 Uhr
Wo liegt der Verbandskasten in der Werkstatt?,in der Küche
An wen wende ich mich bei einem Unfall?,an die Sicherheitsfachkraft
"""


async def test_a_pack_is_in_the_language_of_its_file_unless_its_editor_says_otherwise(core: Core) -> None:
    assert "I take this for German" in plain(await bring(core, a_file(GERMAN)))
    assert "judge typed answers in English" in plain(await core.application.say(ANA, "/pack import language:English"))
    report = await core.application.say(ANA, "/pack import language:German")
    await press(core, report, "Publish")
    (listed,) = await core.own_packs.all(ANA.tenant.key)
    assert (await core.own_packs.content(ANA.tenant.key, listed.id, 1)).language == "de"


async def test_a_pack_keeps_its_language_until_its_editor_changes_it(core: Core) -> None:
    await press(core, await bring(core, a_file()), "Publish")
    said = plain(await bring(core, a_file(GERMAN), title="Bakery"))
    assert "This looks like German, but I judge typed answers to Bakery in English." in said
    report = await bring(core, a_file(), language="de")
    assert "I'll judge typed answers in German instead of English." in plain(report)
    await press(core, report, "Publish")
    (listed,) = await core.own_packs.all(ANA.tenant.key)
    assert (await core.own_packs.content(ANA.tenant.key, listed.id, 2)).language == "de"
    assert "Nothing to do" in plain(await bring(core, a_file()))
