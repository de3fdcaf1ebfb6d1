"""Suggestions: made by anyone; accepted, changed or declined by editors; and answered in private."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.authoring import suggesting
from bot.features.authoring.actions import AcceptSuggestion, ChangeSuggestion, DeclineSuggestion, Suggest
from bot.features.authoring.suggested import LABELS
from bot.language.actions import Action, decode, encode
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.authoring.test_reporting import told
from tests.features.authoring.test_writing import FILLED
from tests.features.packs.shelved import ELSEWHERE, a_pack, an_asker
from tests.packs import PETS

ANA, BEN, CLEO = an_asker("Ana"), an_asker("Ben", administrator=False), an_asker("Cleo", administrator=False)
TERM = FILLED["term"] | {"topic": "Use"}


@pytest.fixture
async def core(database: Database, pictures: PictureCache) -> Core:
    return build(Library([PETS]), database, pictures, Random(1))


async def press(core: Core, action: Action, filled: Mapping[str, str] | None = None, asker: Asker = ANA) -> str:
    return plain(await core.application.press(Pressed(asker, encode(action), fields=filled or {})))


async def shown(core: Core, asker: Asker = ANA) -> Message:
    return await core.application.say(asker, "/pack suggestions")


def labelled(said: Message, label: str) -> Action:
    return decode(next(each.press for each in buttons(said) if each.label == label))


@pytest.mark.both_databases
async def test_an_accepted_suggestion_is_taught_and_its_author_thanked(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    offered = await core.application.say(BEN, "/suggest")
    assert [each.label for each in buttons(offered)] == [*LABELS.values()]
    action = labelled(offered, "A term")
    assert action == Suggest("term", own.id)
    with pytest.raises(Refusal, match="Fill in “What it means”"):
        await press(core, action, {"term": "Rasp"}, BEN)
    for _ in range(2):  # a form that was sent twice
        assert "Thank you!" in await press(core, action, TERM, BEN)
    assert "/pack suggestions" in "".join(await told(core, ANA))
    waiting = await shown(core)
    assert "A coarse file for wood." in plain(waiting)
    assert "1 of 1" in plain(waiting)
    assert "Ben" not in plain(waiting)
    accept = labelled(waiting, "Accept")
    with pytest.raises(Refusal, match="Only administrators"):
        await press(core, accept, asker=BEN)
    with pytest.raises(Refusal, match="isn't open any more"):
        await press(core, accept, asker=an_asker("Eve", ELSEWHERE))
    assert "Published: Tools, version 2" in await press(core, accept)
    found = await core.own_packs.content(ANA.tenant.key, own.id, 2)
    assert "Rasp" in [each.term for each in found.terms]
    assert "“Rasp”: the editors accepted it, and it's in Tools now. Thank you!" in "".join(await told(core, BEN))
    for again in (accept, labelled(waiting, "Change"), labelled(waiting, "Decline")):
        with pytest.raises(Refusal, match="An editor has accepted that already"):
            await press(core, again, TERM)


async def test_a_changed_suggestion_is_published_with_its_changes(core: Core) -> None:
    """Where there's no pack yet, it begins one."""
    await press(core, Suggest("card"), FILLED["card"], BEN)
    waiting = await shown(core)
    assert "Accept" not in [each.label for each in buttons(waiting)]
    change = labelled(waiting, "Change")
    assert isinstance(change, ChangeSuggestion)
    with pytest.raises(Refusal, match="press Change"):
        await press(core, AcceptSuggestion(change.suggestion))
    form = (await core.application.meant_by(Pressed(ANA, encode(change)))).form
    assert isinstance(form, Form)
    assert [each.value for each in form.fields] == [*FILLED["card"].values(), ""]
    said = await press(core, change, FILLED["card"] | {"back": "A rasp, slowly.", "called": "Wood"})
    assert "Published: Wood, version 1" in said
    (own,) = await core.own_packs.all(ANA.tenant.key)
    (card,) = (await core.own_packs.content(ANA.tenant.key, own.id, 1)).cards
    assert card.back == "A rasp, slowly."


async def test_a_draft_of_the_editors_is_not_lost(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    await core.drafts.keep(ANA, a_pack(tmp_path, "Better tools"), own)
    await press(core, Suggest("card", own.id), FILLED["card"], BEN)
    with pytest.raises(Refusal, match="have a draft of Better tools"):
        await press(core, labelled(await shown(core), "Accept"))
    assert await core.drafts.find(ANA, own.id)


async def test_an_idea_is_declined_with_a_word(core: Core) -> None:
    await core.application.press(Pressed(BEN, encode(Suggest("idea")), "More about fish"))
    await core.application.press(Pressed(CLEO, encode(Suggest("idea")), "Less about cats"))
    decline = labelled(await shown(core), "Decline")
    assert isinstance(decline, DeclineSuggestion)
    with pytest.raises(Refusal, match="why"):
        await press(core, decline)
    declined = await core.application.press(Pressed(ANA, encode(decline), "We've plenty."))
    assert "Declined:" in plain(declined)
    (heard,) = [each for asker in (BEN, CLEO) for each in await told(core, asker)]
    assert "The editors declined it: We've plenty." in heard
    assert "Accepted:" in await press(core, labelled(await shown(core), "Accept"))
    assert "No suggestions are waiting" in plain(await shown(core))


@pytest.mark.parametrize(
    ("typed", "seen"),
    [("More on glue", "More on glue"), ("idea More on data", "More on data"), ("term Chisel", "A term: Chisel")],
)
async def test_an_idea_can_be_typed_after_the_command(core: Core, typed: str, seen: str) -> None:
    assert "Thank you!" in plain(await core.application.say(BEN, f"/suggest {typed}"))
    assert seen in plain(await shown(core))


async def test_a_word_that_suggests_nothing_is_no_idea(core: Core) -> None:
    for typed in ("list", "my suggestions", "off"):
        with pytest.raises(Refusal, match="/pack suggestions"):
            await core.application.say(BEN, f"/suggest {typed}")
    assert "Thank you!" in plain(await core.application.say(BEN, "/suggest delete old branches"))


async def test_an_invalid_suggestion_has_to_be_changed(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    await press(core, Suggest("choice", own.id), FILLED["choice"] | {"wrong": "A spoon " * 30}, BEN)
    waiting = await shown(core)
    assert "Press Change" in plain(waiting)
    assert "Accept" not in [each.label for each in buttons(waiting)]


async def test_nobody_floods_the_editors(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "_MINE_A_DAY", 1)
    await press(core, Suggest("card"), FILLED["card"], BEN)
    with pytest.raises(Refusal, match="a lot for one day"):
        await press(core, Suggest("tip"), FILLED["tip"], BEN)
    await press(core, Suggest("tip"), FILLED["tip"], CLEO)
    monkeypatch.setattr(suggesting, "_ALL_A_DAY", 2)
    with pytest.raises(Refusal, match="a lot for one day"):
        await press(core, Suggest("tip"), FILLED["tip"], an_asker("Dan", administrator=False))


async def test_one_of_two_editors_at_once_decides_and_the_other_is_told(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    for number in range(4):
        await press(core, Suggest("term", own.id), TERM | {"term": f"Rasp {number}"}, BEN)
        waiting = await shown(core)
        accept, decline = labelled(waiting, "Accept"), labelled(waiting, "Decline")
        both = (
            press(core, accept),
            core.application.press(Pressed(an_asker("Dan"), encode(decline), "We've plenty.")),
        )
        done = await asyncio.gather(*(both if number % 2 else both[::-1]), return_exceptions=True)
        (refused,) = (each for each in done if isinstance(each, BaseException))
        assert isinstance(refused, Refusal)
        listed = await core.own_packs.find(ANA.tenant.key, own.id)
        terms = [each.term for each in (await core.own_packs.content(ANA.tenant.key, own.id, listed.version)).terms]
        (heard,) = await told(core, BEN)
        if "the editors accepted it" in heard:
            assert "An editor has accepted that already" in refused.sentence
        else:
            assert "An editor has declined that already" in refused.sentence
        assert (f"Rasp {number}" in terms) == ("the editors accepted it" in heard)
