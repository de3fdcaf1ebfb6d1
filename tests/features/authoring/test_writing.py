"""Items written in the chat: forms, what's wrong with them, previews, drafts, publishing."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.authoring.actions import EditItem, PublishDraft, WriteItem
from bot.features.authoring.checking import new_pack, put_in
from bot.features.authoring.kinds import KINDS, ItemKind
from bot.features.packs.model import NEW
from bot.language.actions import Action, decode, encode
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.packs.shelved import ELSEWHERE, a_pack, an_asker
from tests.packs import PETS, pets

ANA, BEN, CLEO = an_asker("Ana"), an_asker("Ben"), an_asker("Cleo", administrator=False)

FILLED: dict[str, dict[str, str]] = {
    "term": {"term": "Rasp", "definition": "A coarse file for wood.", "aliases": "wood file, rasper"},
    "tip": {"title": "Saw slowly", "text": "Let the saw do the work. Which saw do you reach for first?"},
    "card": {"front": "What smooths wood?", "back": "A rasp."},
    "choice": {"prompt": "What cuts wood?", "right": "A saw", "wrong": "A spoon\nA sponge", "why": "It has teeth."},
    "typed": {"prompt": "What has teeth and cuts wood?", "answers": "saw\nhandsaw", "why": "Its teeth cut."},
    "true-false": {"statement": "A saw has teeth.", "answer": "true", "why": "They cut."},
}


@pytest.fixture
async def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([PETS]), sqlite_database, pictures, Random(1))


async def say(core: Core, typed: str, asker: Asker = ANA) -> str:
    return plain(await core.application.say(asker, typed))


async def fill(core: Core, action: Action, filled: Mapping[str, str], asker: Asker = ANA) -> Message:
    return await core.application.press(Pressed(asker, encode(action), fields=filled))


def labelled(said: Message, label: str) -> str:
    return next(each.press for each in buttons(said) if each.label == label)


@pytest.mark.parametrize("kind", FILLED)
def test_what_is_filled_in_comes_back_to_be_changed(kind: str) -> None:
    pack, of = new_pack("Tools"), KINDS[kind]
    made = put_in(pack, of, "", FILLED[kind])
    again = of.filled(made.item, made.pack)
    assert {name: value for name, value in again.items() if value} == FILLED[kind]
    assert put_in(made.pack, of, "", FILLED[kind]).pack == made.pack  # sent twice
    changed = put_in(made.pack, of, made.item.id, {**again, "topic": "Wood"})
    assert (changed.item.id, changed.new_topic) == (made.item.id, True)
    assert changed.pack.topic_of(changed.item).title == "Wood"


def test_a_comparison_names_its_sides() -> None:
    pack, of = pets(), KINDS["comparison"]
    *others, last = (f"{side.name}: It's loud at times." for side in pack.sides)
    filled = {"aspect": "Noise", "cells": "\n".join([*others, last]), "takeaway": "Ask your neighbours."}
    assert put_in(pack, of, "", filled).item.model_dump()["cells"] == dict.fromkeys(
        (side.id for side in pack.sides), "It's loud at times."
    )
    with pytest.raises(Refusal, match=f"what's true of {pack.sides[-1].name} too") as refused:
        put_in(pack, of, "", {**filled, "cells": "\n".join(others)})
    assert refused.value.option == "cells"


def test_changing_an_item_keeps_what_no_form_asks_for() -> None:
    pack = pets()
    old = next(each for each in pack.questions if each.type == "choice")
    of = KINDS["choice"]
    new = put_in(pack, of, old.id, {**of.filled(old, pack), "prompt": "Which one?"}).item
    assert new == old.model_copy(update={"prompt": "Which one?"})


def test_a_term_that_exists_already_is_pointed_out() -> None:
    pack = put_in(new_pack("Tools"), KINDS["term"], "", FILLED["term"]).pack
    again = put_in(pack, KINDS["term"], "", {"term": "rasp", "definition": "Another sort of file for wood."})
    assert again.remarks[0] == "Rasp is in your glossary already"
    assert {each.id for each in again.pack.terms} == {"rasp", "rasp-2"}


async def test_the_first_item_makes_a_pack_which_is_previewed_published_and_used(core: Core) -> None:
    assert "What's first in your new pack?" in await say(core, "/pack add card")
    form = (await core.application.meant_by(Pressed(ANA, encode(WriteItem("card"))))).form
    assert isinstance(form, Form)
    assert [each.name for each in form.fields] == ["front", "back", "called"]
    shown = await fill(core, WriteItem("card"), {**FILLED["card"], "called": "Tools"})
    assert "What smooths wood?" in plain(shown)
    assert "not published yet" in plain(shown)
    assert "1 item, a new pack" in await say(core, "/pack draft")
    published = await core.application.press(Pressed(ANA, labelled(shown, "Publish")))
    assert "Published: Tools, version 1. It isn't in use here yet." in plain(published)
    await core.application.press(Pressed(ANA, labelled(published, "Use it")))
    assert "What smooths wood?" in await say(core, "/review")
    with pytest.raises(Refusal, match="That draft is gone"):
        await core.application.press(Pressed(ANA, labelled(shown, "Publish")))
    with pytest.raises(Refusal, match="That new pack is published or gone by now"):
        await fill(core, WriteItem("card"), {**FILLED["card"], "topic": "Basics"})


async def test_a_draft_is_published_once_however_often_that_is_pressed(core: Core) -> None:
    shown = await fill(core, WriteItem("card"), {**FILLED["card"], "called": "Tools"})
    publish = Pressed(ANA, labelled(shown, "Publish"))
    pressed = await asyncio.gather(*(core.application.press(publish) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(each, Message) for each in pressed) == 1
    assert len(await core.own_packs.all(ANA.tenant.key)) == 1


async def test_items_written_in_two_places_at_once_all_reach_the_draft(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    kinds = ("term", "tip", "card")
    await asyncio.gather(*(fill(core, WriteItem(kind, own.id), FILLED[kind]) for kind in kinds))
    assert "3 items" in await say(core, "/pack draft")


async def test_errors_keep_what_was_typed_and_remarks_are_shown(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    write = WriteItem("tip", own.id)
    long = {"title": "T" * 81, "text": "Saw slowly."}
    with pytest.raises(Refusal, match=r"^“Title”: the text has 81 characters; shorten it to at most 80") as refused:
        await fill(core, write, long)
    (again,) = refused.value.buttons
    assert isinstance(again.form, Form)
    assert [(each.value, each.wrong) for each in again.form.fields][:2] == [("T" * 81, True), ("Saw slowly.", False)]
    shown = await fill(core, WriteItem("card", own.id), {"front": "What has teeth?", "back": "A saw."})
    assert "not published yet" in plain(shown)


async def test_an_item_of_ones_own_is_changed_and_one_of_the_operators_is_not(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    said = await core.application.say(ANA, "/pack edit What has teeth?")
    press = labelled(said, "Change")
    form = (await core.application.meant_by(Pressed(ANA, press))).form
    assert isinstance(form, Form)
    assert [each.value for each in form.fields] == ["What has teeth?", "A saw.", "Use"]
    await core.application.press(Pressed(ANA, press, fields={"front": "What bites wood?", "back": "A saw."}))
    published = await fill(core, PublishDraft(own.id), {})
    assert "version 2" in plain(published)
    assert "2 items: What bites wood? (card)" in await say(core, "/pack history")
    with pytest.raises(Refusal, match="in a pack for everyone"):
        await core.application.say(ANA, "/pack edit aquarium")
    with pytest.raises(Refusal, match=r"needs “part”; try /pack edit What bites wood\? \(card\)"):
        await core.application.say(ANA, "/pack edit")


async def test_nobody_writes_without_the_right_or_in_another_tenants_pack(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    for asker, action in (
        (CLEO, WriteItem("card", NEW)),
        (CLEO, EditItem("c", own.id, "teeth", 0)),
        (an_asker("Eve", ELSEWHERE), EditItem("c", own.id, "teeth", 0)),
        (ANA, WriteItem("card", "pets")),
        (ANA, WriteItem("spell", own.id)),
        (ANA, EditItem("t", own.id, "teeth", 0)),
    ):
        with pytest.raises(Refusal):
            await core.application.meant_by(Pressed(asker, encode(action)))
        with pytest.raises(Refusal):
            await fill(core, action, {**FILLED["card"], "called": "Mine"}, asker)


TEETH = {"front": "What bites wood?", "back": "A tool.", "topic": "Use"}
DUST = TEETH | {"front": "What eats wood?"}


async def draft_on_an_older_version(core: Core, tmp_path: Path, theirs: str) -> str:
    """Let Ana change a card in her draft, and Ben publish a change of his; return the pack's id."""
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    await fill(core, EditItem("c", own.id, "teeth", 0), TEETH)
    await fill(core, EditItem("c", own.id, theirs, 0), DUST, BEN)
    assert "version 2" in plain(await fill(core, PublishDraft(own.id), {}, BEN))
    return own.id


async def fronts(core: Core, pack_id: str) -> dict[str, str]:
    now = (await core.own_packs.find(ANA.tenant.key, pack_id)).version
    found = await core.own_packs.content(ANA.tenant.key, pack_id, now)
    return {each.id: each.front for each in found.cards}


async def test_a_draft_goes_on_top_of_what_others_publish(core: Core, tmp_path: Path) -> None:
    pack_id = await draft_on_an_older_version(core, tmp_path, "dust")
    assert "1 item, since version 2:\nWhat bites wood? (card)" in await say(core, "/pack draft")
    assert "version 3" in plain(await fill(core, PublishDraft(pack_id), {}))
    assert await fronts(core, pack_id) == {"teeth": "What bites wood?", "dust": "What eats wood?"}


@pytest.mark.parametrize(("label", "front"), [("Take mine", "What bites wood?"), ("Take theirs", "What eats wood?")])
async def test_what_both_changed_is_asked_about(core: Core, tmp_path: Path, label: str, front: str) -> None:
    pack_id = await draft_on_an_older_version(core, tmp_path, "teeth")
    shown = await fill(core, PublishDraft(pack_id), {})
    for each in ("You both changed this", "What bites wood?", "Published, in version 2", "What eats wood?"):
        assert each in plain(shown)
    assert await core.drafts.find(ANA, pack_id)
    decide = labelled(await core.application.say(ANA, "/pack draft"), "Someone changed the same thing: decide")
    asked = await core.application.press(Pressed(ANA, decide))
    settled = await core.application.press(Pressed(ANA, labelled(asked, label)))
    await core.application.press(Pressed(ANA, labelled(settled, "Publish")))
    assert (await fronts(core, pack_id))["teeth"] == front


@pytest.mark.parametrize("drafted", [False, True], ids=["nothing else", "something else in a draft"])
async def test_a_form_that_was_open_while_another_published_replaces_nothing_unasked(
    core: Core, tmp_path: Path, drafted: bool
) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    if drafted:
        await fill(core, EditItem("c", own.id, "dust", 1), DUST)
    change = decode(labelled(await core.application.say(ANA, '/pack edit "What has teeth?"'), "Change"))
    await fill(core, EditItem("c", own.id, "teeth", 1), DUST, BEN)
    await fill(core, PublishDraft(own.id), {}, BEN)

    shown = await fill(core, change, TEETH)

    assert "What bites wood?" in plain(shown)
    published = plain(await core.application.press(Pressed(ANA, labelled(shown, "Publish"))))
    for each in ("You both changed this", "What bites wood?", "Published, in version 2", "What eats wood?"):
        assert each in published
    assert (await fronts(core, own.id))["teeth"] == "What eats wood?"


async def test_a_form_opened_after_others_published_goes_on_top_of_their_version(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    await fill(core, EditItem("c", own.id, "teeth", 1), DUST, BEN)
    await fill(core, PublishDraft(own.id), {}, BEN)
    change = decode(labelled(await core.application.say(ANA, '/pack edit "What eats wood?"'), "Change"))
    shown = await fill(core, change, TEETH)
    again = decode(labelled(shown, "Change"))
    await fill(core, again, TEETH | {"front": "What gnaws?"})
    assert "version 3" in plain(await fill(core, PublishDraft(own.id), {}))
    assert (await fronts(core, own.id))["teeth"] == "What gnaws?"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_longest_ids_fit_into_a_button(kind: ItemKind) -> None:
    assert decode(encode(EditItem(kind.letter, "p" * 40, "i" * 40, 999_999_999)))


async def test_changes_are_described_in_words(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    await fill(core, WriteItem("card", own.id), FILLED["card"] | {"topic": "Rasps"})
    await fill(core, PublishDraft(own.id), {})
    history = await core.application.say(ANA, "/pack history")
    changed = plain(await core.application.press(Pressed(ANA, labelled(history, "What changed in 2"))))
    assert "What smooths wood? (card)" in changed
    assert "Also: its title, topics, objectives or sources" in changed
    assert "objective:" not in changed


async def test_typed_text_is_back_once_the_pack_is(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    edit = EditItem("c", own.id, "teeth", 1)
    await core.own_packs.remove(BEN, own.id)
    with pytest.raises(Refusal, match="Someone has removed that pack; /pack list can bring it back"):
        await fill(core, edit, TEETH)
    await core.own_packs.bring_back(BEN, own.id)
    form = (await core.application.meant_by(Pressed(ANA, encode(edit)))).form
    assert isinstance(form, Form)
    assert [each.value for each in form.fields] == [*TEETH.values()]


async def test_a_decision_about_something_else_does_not_count(core: Core, tmp_path: Path) -> None:
    pack_id = await draft_on_an_older_version(core, tmp_path, "teeth")
    mine = labelled(await fill(core, PublishDraft(pack_id), {}), "Take mine")
    await fill(core, EditItem("c", pack_id, "teeth", 0), TEETH | {"front": "What gnaws?"})
    again = plain(await core.application.press(Pressed(ANA, mine)))
    assert "You both changed this" in again
    assert "What gnaws?" in again


def test_a_new_topic_says_nothing_about_the_sides() -> None:
    made = put_in(pets(), KINDS["card"], "", FILLED["card"] | {"topic": "Woodwork"})
    assert made.new_topic
    assert made.pack.topic_of(made.item).in_short == {}


def test_lists_are_read_as_people_type_them_and_nothing_is_dropped() -> None:
    pack = new_pack("Tools")
    made = put_in(pack, KINDS["choice"], "", {"prompt": "What cuts?", "right": "A saw", "wrong": "- A cup\n- A mug"})
    assert [each["text"] for each in made.item.model_dump()["options"]] == ["A saw", "A cup", "A mug"]
    with pytest.raises(Refusal, match="Leave 5 wrong answers at most; there are 6") as refused:
        put_in(pack, KINDS["choice"], "", {"prompt": "What cuts?", "right": "A saw", "wrong": "a\nb\nc\nd\ne\nf"})
    assert refused.value.option == "wrong"
    term = {"term": "Rasp", "definition": "A coarse file.", "aliases": "wood file; rasper"}
    assert put_in(pack, KINDS["term"], "", term).item.model_dump()["aliases"] == ("wood file", "rasper")


@pytest.mark.parametrize("answers", ["saw, handsaw", "saw; handsaw"])
def test_several_answers_on_one_line_are_pointed_out(answers: str) -> None:
    pack = new_pack("Tools")
    made = put_in(pack, KINDS["typed"], "", {"prompt": "What cuts?", "answers": answers})
    assert made.remarks == (f"“{answers}” counts as one answer; put each on a line of its own if it's several",)
    assert put_in(pack, KINDS["typed"], "", {"prompt": "How much?", "answers": "1,500"}).remarks == ()
