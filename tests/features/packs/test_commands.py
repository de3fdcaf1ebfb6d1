"""/pack: which packs are taught where, by name; versions, hidden parts and editors, as people use them."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.learners.store import names
from bot.features.packs.naming import TopicNames
from bot.language.message import Message
from bot.language.people import MemberKey, Place
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.content.small_pack import COVER, OBJECTIVES, write
from tests.features.authoring.test_reporting import told
from tests.features.packs.shelved import CARDS, a_pack, an_asker
from tests.packs import PETS

ANA, CLEO = an_asker("Ana"), an_asker("Cleo", administrator=False)


@pytest.fixture
async def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([PETS]), sqlite_database, pictures, Random(1))


async def say(core: Core, typed: str, asker: Asker = ANA) -> str:
    return plain(await core.application.say(asker, typed))


async def press(core: Core, said: Message, label: str, asker: Asker = ANA) -> Message:
    button = next(each for each in buttons(said) if each.label == label)
    return await core.application.press(Pressed(asker, button.press))


async def test_the_list_has_whole_summaries(
    sqlite_database: Database, pictures: PictureCache, tmp_path: Path
) -> None:
    summary = "Which tool to take, how to hold it, and what to do when it slips: all you need for a first day."
    folder = write(tmp_path, pack=COVER.replace("Two tools and what they are for.", f"'{summary}'"))
    core = build(Library([folder]), sqlite_database, pictures, Random(1))
    assert f"in use · {summary}" in await say(core, "/pack list")


async def test_a_pack_of_ones_own_is_taught_where_it_is_chosen(core: Core, tmp_path: Path) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path / "own", "Onboarding"), {})
    elsewhere = replace(ANA, place=Place("random", "#random"))
    assert "yours, version 1" in await say(core, "/pack list")
    await say(core, "/pack use Onboarding where:here")
    assert "What has teeth?" in await say(core, "/review")
    assert "Pets compared" in await say(core, "/pack show", elsewhere)
    assert "Onboarding" in await say(core, "/pack show", replace(ANA, place=Place("t", "#t", parent=ANA.place.id)))
    for place in (ANA.place, Place("t", "#t", parent=ANA.place.id)):
        used = await say(core, "/pack use Onboarding", replace(ANA, place=place))
        assert "This channel keeps its own choice." in used
        assert "This channel chose for itself" in await say(core, "/pack list", replace(ANA, place=place))
    assert "keeps its own" not in (used := await say(core, "/pack use Onboarding", elsewhere))
    assert "I teach Onboarding everywhere now." in used
    assert "Onboarding" in await say(core, "/pack show", elsewhere)
    assert "In use now: Pets compared." in await say(core, "/pack stop Onboarding", elsewhere)
    assert "Ana" in await say(core, "/pack log")


async def test_a_pack_that_is_named_for_a_topic_and_not_in_use_is_offered(core: Core, tmp_path: Path) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path / "own", "Onboarding"), {})
    how = r"I don't teach Onboarding here yet; an administrator can change that with /pack use Onboarding\."
    for line in ("/review Onboarding", "/game start Onboarding"):
        with pytest.raises(Refusal, match=how) as refused:
            await say(core, line)
        assert [each.label for each in refused.value.buttons] == ["Use Onboarding", "Try again"]
    with pytest.raises(Refusal, match=how) as refused:
        await say(core, "/review Onboarding", CLEO)
    assert [each.label for each in refused.value.buttons] == ["Try again"]
    await say(core, "/pack use Onboarding")
    assert "What has teeth?" in await say(core, "/review Onboarding")


async def test_packs_that_are_chosen_at_once_or_on_other_replicas_are_all_in_use(
    database: Database, tmp_path: Path, pictures: PictureCache
) -> None:
    here, there = (build(Library([PETS]), database, pictures, Random(seed)) for seed in (1, 2))
    for title in ("One", "Two", "Three"):
        await here.own_packs.publish(ANA, a_pack(tmp_path / title, title), {})
    for core in (here, there):
        await say(core, "/pack list")  # and caches for a moment that nothing is chosen
    await asyncio.gather(say(here, "/pack use One"), say(here, "/pack use Two"))
    used = await say(there, "/pack use Three")
    assert all(title in used for title in ("One", "Two", "Three"))
    left = (await say(here, "/pack stop Three")).partition("In use now: ")[2]
    assert [title in left for title in ("One", "Two", "Three")] == [True, True, False]
    for core in (here, there):
        await core.running_games.close()


async def test_with_several_in_use_topics_terms_and_questions_are_found_in_all(core: Core, tmp_path: Path) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path / "own"), {})
    await say(core, "/pack use pets")
    await say(core, "/pack use Tools")
    assert "Question 1 of 1" in await say(core, "/quiz Pets compared › Daily care 1")
    assert "Daily care" in await say(core, "/quiz daily care 1")
    assert "glass container" in await say(core, "/define aquarium")
    assert "walk" in await say(core, "/ask who needs several walks a day?")
    suggested = await core.application.complete(Completion(ANA, "quiz", "topic", ""))
    assert {"Tools", "Tools › Use", "Pets compared › Daily care"} <= {each.label for each in suggested}


async def test_comparisons_of_any_pack_in_use_are_found(core: Core, tmp_path: Path) -> None:
    flat = a_pack(tmp_path / "flat", pack=FLAT, objectives=OBJECTIVES.replace("topic: use", "topic: care"))
    await core.own_packs.publish(ANA, flat, {})
    await say(core, "/pack use pets")
    before = await say(core, "/compare")
    await say(core, "/pack use Flat")
    assert await say(core, "/compare") == before
    assert "Dog" in await say(core, "/compare dog vs cat")
    shown = await core.application.say(ANA, "/compare private:yes topic:'Pets compared › Daily care'")
    told = await press(core, shown, "Show everyone")
    assert not told.private
    assert "Dog" in plain(told)


FLAT = """\
id: flat
title: Flat
version: "1.0.0"
language: en
topics:
  - {id: care, title: Daily care, summary: Something else.}
"""


def test_a_name_that_two_packs_have_leads_to_neither_by_itself(tmp_path: Path) -> None:
    packs = [a_pack(tmp_path / title, title).model_copy(update={"id": title.lower()}) for title in ("Saws", "Files")]
    topics = TopicNames(packs)
    assert topics.one("Files › Use")[0].id == "files"
    assert topics.one("Saws")[1] is None
    with pytest.raises(Refusal, match="I don't have a topic “Use”"):
        topics.one("Use")


async def test_history_tells_what_changed_and_leads_back(core: Core, tmp_path: Path) -> None:
    made = await core.own_packs.publish(ANA, a_pack(tmp_path / "own"), {})
    with pytest.raises(Refusal, match="I already teach version 1; there's no earlier one"):
        await core.application.say(ANA, "/pack restore 1")
    changed = a_pack(tmp_path / "own", cards=CARDS.replace("What has teeth?", "What bites?"))
    await core.own_packs.publish(ANA, changed, {}, "clearer", on=made)
    history = await core.application.say(ANA, "/pack history")
    assert "clearer" in plain(history)
    assert f"{ANA.at.day} {ANA.at:%B %Y, %H:%M} UTC" in plain(history)
    changes = await press(core, history, "What changed in 2")
    assert "Changed: What bites? (card)" in plain(changes)
    assert "version 3" in plain(await press(core, changes, "Go back to version 1"))


async def test_a_pack_gets_another_title_and_stays_the_same_pack(core: Core, tmp_path: Path) -> None:
    made = await core.own_packs.publish(ANA, a_pack(tmp_path / "own", "Cutting"), {})
    await core.own_packs.publish(ANA, a_pack(tmp_path / "other", "Knots"), {})
    await say(core, "/pack use Cutting")
    for typed, why in (
        ("Cutting to Knots", "Another pack of yours is called Knots; choose another title"),
        ("Cutting to Cutting", "That pack is called Cutting already"),
        ("Nails", "Which pack\\? Name one of yours"),
    ):
        with pytest.raises(Refusal, match=why):
            await say(core, f"/pack rename {typed}")
    told = await core.application.say(ANA, "/pack rename Cutting to Saws and files")
    assert "Saws and files: version 2 is what I teach now. It was called Cutting; nothing else" in plain(told)
    pack = await core.own_packs.content(ANA.tenant.key, made.id, 2)
    assert [topic.title for topic in pack.topics] == ["Use"], "called otherwise than the pack"
    assert "Renamed from Cutting" in plain(await press(core, told, "History"))
    assert "Saws and files, in use" in (await say(core, "/pack list")).replace(":", ",")
    await say(core, '/pack restore 1 "Saws and files"')
    assert "Cutting, version 3" in await say(core, "/pack log")


async def test_what_is_hidden_is_not_taught_until_it_is_unhidden(core: Core) -> None:
    assert "Aquarium (term)" in await say(core, "/pack hide aquarium")
    with pytest.raises(Refusal, match="isn't in this glossary"):
        await say(core, "/define aquarium")
    with pytest.raises(Refusal, match=r"Aquarium .* is hidden already; /pack unhide undoes it"):
        await say(core, "/pack hide aquarium")
    await say(core, "/pack unhide aquarium")
    log = await say(core, "/pack log")
    assert "Ana: hid Aquarium (term)" in log
    assert "Ana: stopped hiding Aquarium (term)" in log
    assert "glass container" in await say(core, "/define aquarium")


async def test_what_nobody_chose_cannot_be_stopped(core: Core) -> None:
    with pytest.raises(Refusal, match="No pack was chosen yet, so I teach what I came with"):
        await say(core, "/pack stop Pets")


async def test_somebody_asks_to_edit_and_an_administrator_says_yes(core: Core) -> None:
    with pytest.raises(Refusal, match="Only administrators and the editors they name"):
        await say(core, "/pack hide aquarium", CLEO)
    offered = await core.application.say(CLEO, "/pack editors")
    assert "/pack editors" not in plain(offered)
    await press(core, offered, "Ask to edit", CLEO)
    asked = await core.application.say(ANA, "/pack editors")
    assert "Members who'd like to edit can run /pack editors and ask." in plain(asked)
    await press(core, asked, "Let Cleo edit")
    assert "Aquarium" in await say(core, "/pack hide aquarium", CLEO)


async def test_an_administrator_names_an_editor(core: Core) -> None:
    cleo = CLEO.member.text
    with pytest.raises(Refusal, match="Only an administrator can say who edits packs"):
        await core.application.serve(Call(CLEO, "pack editors", {"add": cleo}))
    with pytest.raises(Refusal, match="I don't know “Cleo” here"):
        await say(core, "/pack editors add:Cleo")
    for _ in range(2):
        said = plain(await core.application.serve(Call(ANA, "pack editors", {"add": cleo})))
        assert "so does Cleo" in said
    assert "You can edit packs here now" in "".join(await told(core, CLEO))
    assert "Aquarium" in await say(core, "/pack hide aquarium", CLEO)
    assert plain(await core.application.say(ANA, "/pack log")).count("made an editor Cleo") == 1
    await press(core, await core.application.say(ANA, "/pack editors"), "Stop Cleo editing")
    assert "no longer an editor: Cleo" in plain(await core.application.say(ANA, "/pack log"))


async def test_somebody_who_asked_is_named_by_name(core: Core) -> None:
    await press(core, await core.application.say(CLEO, "/pack editors"), "Ask to edit", CLEO)
    offered = await core.application.complete(Completion(ANA, "pack editors", "add", "cl"))
    assert [each.label for each in offered] == ["Cleo"]
    assert "so does Cleo" in await say(core, "/pack editors add:@cleo")


async def test_in_the_playground_a_name_that_somebody_took_will_do(core: Core) -> None:
    take = partial(names.take, me=MemberKey(ANA.tenant.key, "browser-1"), name="Zoë")
    await core.database.transact(take)
    assert "so does Zoë" in await say(core, "/pack editors add:zoe")
    (editor,) = await core.application.surfaces._authoring._editors.all(ANA.tenant.key)
    assert (editor.member, editor.may) == ("browser-1", True)


async def test_a_removed_pack_comes_back_by_a_press_at_once_or_later(core: Core, tmp_path: Path) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path / "own"), {})
    removed = await press(core, await core.application.say(ANA, "/pack remove"), "Remove it")
    await press(core, removed, "Undo")
    assert "Tools: yours" in await say(core, "/pack list")
    await press(core, await core.application.say(ANA, "/pack remove"), "Remove it")

    assert "Tools" not in await say(core, "/pack list", CLEO)
    later = await core.application.say(replace(ANA, at=ANA.at + timedelta(days=2)), "/pack list")
    assert "Tools: removed, and can come back for 28 days" in plain(later)
    await press(core, later, "Bring Tools back")
    assert "Tools: yours" in await say(core, "/pack list")
