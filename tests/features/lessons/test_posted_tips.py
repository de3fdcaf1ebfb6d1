"""Tips that a schedule posts: what follows them, and what they ask."""

from datetime import timedelta

import pytest

from bot.content.model import Pack, Tip
from bot.content.reading.library import Library
from bot.features.lessons.tip_question import question_of
from bot.language.people import Place
from bot.language.plain import plain
from bot.language.refusals import Refusal
from tests.features.scheduling.test_commands import Team, team  # noqa: F401 (a fixture)
from tests.features.scheduling.test_editing import edit, field, fill_in, options_form
from tests.packs import BUNDLED, PETS
from tests.packs import pets as pets_pack


@pytest.fixture(scope="module")
def pets() -> Pack:
    found = Library([PETS]).get("pets")
    assert found is not None
    return found


def asked(pack: Pack, text: str) -> str:
    return question_of(pack, Tip(id="t", objectives=pack.tips[0].objectives, title="T", text=text))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Give it one job. Which question do you answer most often?", "Which question do you answer most often?"),
        ("Give it one job. *Which question do you answer most often?*", "Which question do you answer most often?"),
        ("Give it one job.\n\n_Which one is yours?_ ", "Which one is yours?"),
        ("*Give it one job.* Which one is yours?", "Which one is yours?"),
        ("Which one is yours?", "Which one is yours?"),
        ("Start small! Which one is yours?", "Which one is yours?"),
        ("Ask. Ask again? And what then?", "And what then?"),
        ("It took 2.5 days. How long did yours take?", "How long did yours take?"),
        ("Done. How far is 2.5 km to you?", "How far is 2.5 km to you?"),
        ("Do you use a tool, e.g. a notebook?", "Do you use a tool, e.g. a notebook?"),
        ("A list: what's on yours?", "A list: what's on yours?"),
        ("They said “no.” What would you say?", "What would you say?"),
        ("(Really.) What would you say?", "What would you say?"),
        ("Wait … and what would you say?", "Wait … and what would you say?"),
        ("Fertig. Übst du das?", "Übst du das?"),
    ],
)
def test_a_tip_that_ends_with_a_question_asks_that(pets: Pack, text: str, question: str) -> None:
    assert asked(pets, text) == question


@pytest.mark.parametrize(
    "text",
    [
        "Does it come in rows? Then it is structured.",
        "No question at all.",
        "What? No!",
        "One dot only",
        "?",
        "Really. ???",
        "Who asked “why?”",
    ],
)
def test_other_tips_ask_about_what_they_teach(pets: Pack, text: str) -> None:
    learnt = pets.objective_by_id[pets.tips[0].objectives[0]].statement
    assert asked(pets, text) == f"“{learnt}” Where have you seen that yourself, and where not?"


def test_every_bundled_tip_asks_something() -> None:
    for pack in Library([PETS, BUNDLED]).packs.values():
        for tip in pack.tips:
            assert question_of(pack, tip).endswith("?")


@pytest.mark.parametrize(
    ("typed", "replies", "threads", "pins"),
    [
        ("", 0, 0, 0),
        ("thread:no pin:no ask:no", 0, 0, 0),
        ("ask:yes", 1, 0, 0),
        ("thread:yes", 1, 1, 0),
        ("pin:yes", 0, 0, 1),
        ("thread:yes ask:yes", 1, 1, 0),
        ("ask:Yes pin:YES", 1, 0, 1),
        ("thread:yes pin:yes ask:yes", 1, 1, 1),
    ],
)
async def test_what_was_asked_for_follows(
    team: Team,  # noqa: F811
    typed: str,
    replies: int,
    threads: int,
    pins: int,
) -> None:
    assert "Done: schedule 1" in await team.say(f"/schedule tip 09:00 daily zone:UTC {typed}")
    team.clock.true = (team.clock.true + timedelta(days=1)).replace(hour=9, minute=0)
    for _ in range(4):
        team.clock.go(seconds=1)
        await team.let_post()
    first, *others = team.port.log
    assert not first.to.under
    assert len(others) == replies
    assert sum(bool(each.to.thread) for each in others) == threads
    assert len(team.port.pins) == pins
    for each in others:
        assert each.to.under == first.ref
        assert ("What do you make of this?" in each.text) == ("ask" not in typed)


@pytest.mark.parametrize(
    ("topic", "from_pets"),
    [
        ("", [True, False, True, False]),
        ('topic:"Pets compared"', [True, True, True, True]),
        ('topic:"Daily care"', [True, True, True, True]),
    ],
)
async def test_packs_in_use_take_turns_unless_one_was_named(team: Team, topic: str, from_pets: list[bool]) -> None:  # noqa: F811
    await team.say("/pack use data scientist")
    await team.say("/pack use pets")
    await team.say(f"/schedule tip 09:00 daily zone:UTC {topic}")
    await edit(team, schedule="1", time="10:00")
    coming = await team.say("/schedule preview 1")
    for day in range(1, 5):
        team.clock.true = (team.clock.true + timedelta(days=1)).replace(hour=10, minute=0)
        await team.let_post()
        assert len(team.port.log) == day
    titles = {tip.title for tip in pets_pack().tips}
    assert [any(title in each.text for title in titles) for each in team.port.log] == from_pets
    assert coming.endswith(team.port.log[0].text)


@pytest.mark.parametrize("moved", [False, True])
async def test_in_a_thread_the_packs_of_its_channel_take_turns(team: Team, moved: bool) -> None:  # noqa: F811
    await team.say("/pack use data scientist where:here")
    await team.say("/pack use pets where:here")
    thread = Place("77", "#Ideas", parent=team.place.id)
    team.place = Place("random", "#random") if moved else thread
    await team.say(f"/schedule tip 09:00 daily zone:UTC {'pets' * moved}")
    if moved:
        await edit(team, schedule="1", channel=thread.text, topic="all")
    for _ in range(4):
        team.clock.true = (team.clock.true + timedelta(days=1)).replace(hour=9, minute=0)
        await team.let_post()
    titles = {tip.title for tip in pets_pack().tips}
    assert [any(title in each.text for title in titles) for each in team.port.log] == [True, False, True, False]
    assert {each.to.place for each in team.port.log} == {"77"}


@pytest.mark.parametrize("value", ["maybe", "1", "yess"])
@pytest.mark.parametrize("option", ["thread", "pin", "ask"])
async def test_anything_but_yes_or_no_is_refused(team: Team, option: str, value: str) -> None:  # noqa: F811
    with pytest.raises(Refusal) as refused:
        await team.say(f"/schedule tip {option}:{value}")
    assert refused.value.option == option


async def test_a_preview_and_the_page_show_what_follows(team: Team) -> None:  # noqa: F811
    made = await team.say("/schedule tip 09:00 daily thread:yes pin:yes ask:yes")
    assert "a thread to talk about it, a pin till the next one and a question for all" in made
    coming = await team.say("/schedule preview 1")
    assert "In its thread:" in coming
    await edit(team, schedule="1", thread="no")
    coming = await team.say("/schedule preview 1")
    assert "Under it:" in coming
    await edit(team, schedule="1", ask="no")
    coming = await team.say("/schedule preview 1")
    assert "Under it:" not in coming
    assert "a pin till the next one" in await team.say("/schedule edit 1")


async def test_the_form_changes_what_follows(team: Team) -> None:  # noqa: F811
    made = await team.desk.say("/schedule tip 09:00 daily")
    form = options_form(made, "More options …")
    assert [field(form, name).value for name in ("thread", "pin", "ask")] == ["no", "no", "no"]
    changed = await fill_in(team, made, "More options …", thread="no", pin="yes", ask="no")
    assert "a pin till the next one" in plain(changed)
    form = options_form(changed, "More options …")
    assert [field(form, name).value for name in ("thread", "pin", "ask")] == ["no", "yes", "no"]


async def test_only_tips_have_them(team: Team) -> None:  # noqa: F811
    await team.say("/schedule report")
    with pytest.raises(Refusal, match="for another kind of schedule"):
        await edit(team, schedule="1", pin="yes")


async def test_a_similar_schedule_offers_the_difference(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 09:00 daily")
    said = await team.desk.say("/schedule tip 09:00 daily pin:yes")
    assert "Pin: yes (now no)" in plain(said)
    assert "a pin till the next one" in plain(await team.press(said, "Change it"))


async def test_post_now_is_followed_too(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 09:00 daily ask:yes pin:yes")
    await team.say("/schedule now 1")
    for _ in range(3):
        await team.let_post()
    assert len(team.port.log) == 2
    assert len(team.port.pins) == 1
    team.clock.go(seconds=timedelta(minutes=1).total_seconds())
    await team.say("/schedule now 1")
    for _ in range(4):
        await team.let_post()
    assert team.port.pins == [("general", team.port.log[2].ref)]
