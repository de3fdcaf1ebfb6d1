"""Several selves, one learner: linked, unlinked, erased and purged."""

import asyncio
import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC
from random import Random

import pytest
from sqlalchemy import select

from bot.content.reading.library import Library
from bot.features.games.events import Joined, encode
from bot.features.learners import settings
from bot.features.learners.actions import LinkSelves
from bot.features.learners.store import learners
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import Packs
from bot.features.quizzes.store import answers
from bot.features.reviews.model import Review
from bot.features.reviews.scheduling import Plan, fold
from bot.features.reviews.store import reviews
from bot.language import people
from bot.language.actions import decode
from bot.language.message import File, Message
from bot.language.people import Tenant
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import game_event, game_result, game_venue, metadata, seen
from bot.storage.transaction import Transaction
from tests.erasures import erasure
from tests.features.reviews.desk import Learner, asker_named
from tests.packs import PETS, pets
from tests.rows import rows
from tests.storage.test_store import an_answer

DISCORD, SLACK, WEB = Tenant("discord:1", "A server"), Tenant("slack:2", "A workspace"), Tenant("web:3", "A page")


def code_in(message: Message) -> str:
    return plain(message).partition("/link code:")[2][:9]


async def link(one: Learner, other: Learner) -> None:
    code = code_in(await one.linking.offer(one.asker))
    assert "Linked" in plain(await other.linking.accept(other.asker, code.upper()))


async def review(learner: Learner, rating: int = 4) -> str:
    """Review the next card; return its code."""
    named = learner.shown(await learner.start())
    assert named is not None
    await learner.rate(named, rating)
    return named.code


@pytest.fixture
def three(database: Database) -> list[Learner]:
    return [Learner(database, asker_named("Ana", tenant)) for tenant in (DISCORD, SLACK, WEB)]


async def test_linked_selves_share_their_progress_and_part_with_their_own(three: list[Learner]) -> None:
    discord, slack, _ = three
    first, second = await review(discord), await review(slack)
    assert first == second
    await link(discord, slack)
    third = await review(discord)
    assert third != first
    assert await review(slack) not in (first, third)
    assert "Unlinked" in plain(await slack.linking.separate(slack.asker))
    assert await given_by(discord) == 2
    assert await given_by(slack) == 2
    assert await review(slack) == third  # only the other self has reviewed it
    assert "aren't linked" in plain(await slack.linking.separate(slack.asker))


async def given_by(learner: Learner) -> int:
    def look(transaction: Transaction) -> int:
        return len(reviews.log(transaction, learners.of(transaction, learner.me), "pets"))

    return await learner.database.transact(look)


async def test_a_session_continues_on_the_other_platform(three: list[Learner]) -> None:
    discord, slack, _ = three
    await link(discord, slack)
    named = discord.shown(await discord.start("home"))
    assert named is not None
    page = await slack.start()
    assert slack.shown(page) == named
    assert "Review: The home" in plain(page)
    await slack.rate(named, 3)
    assert "already dealt with" in plain(await discord.rate(named, 3))
    assert await given_by(discord) == 1


async def test_a_code_works_once_and_not_for_long(three: list[Learner]) -> None:
    discord, slack, web = three
    code = code_in(await discord.linking.offer(discord.asker))
    with pytest.raises(Refusal, match="for the other place"):
        await discord.linking.accept(discord.asker, code)
    with pytest.raises(Refusal, match="doesn't work"):
        await slack.linking.accept(slack.asker, code)  # used up
    old = code_in(await discord.linking.offer(discord.asker))
    fresh = code_in(await discord.linking.offer(discord.asker))
    with pytest.raises(Refusal, match="doesn't work"):
        await slack.linking.accept(slack.asker, old)
    slack.wait(minutes=10)
    with pytest.raises(Refusal, match="doesn't work"):
        await slack.linking.accept(slack.asker, fresh)
    code = code_in(await discord.linking.offer(replace(discord.asker, at=slack.asker.at)))
    outcomes = await asyncio.gather(
        slack.linking.accept(slack.asker, code),
        web.linking.accept(replace(web.asker, at=slack.asker.at), code),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, Refusal) for each in outcomes) == [False, True]


async def test_linking_asks_first_and_says_what_comes_together(three: list[Learner]) -> None:
    discord, slack, _ = three
    await review(discord)
    await review(discord)
    await review(slack)
    code = code_in(await discord.linking.offer(discord.asker))
    asked = await slack.linking.ask(slack.asker, f" {code.upper()} ")
    assert asked.private
    assert "You here: 1 review, 0 answers" in plain(asked)
    assert "You on Discord: 2 reviews, 0 answers" in plain(asked)
    assert [button.label for button in buttons(asked)] == ["Yes, link them", "Keep them apart"]
    assert await given_by(slack) == 1  # nothing has happened yet
    pressed = decode(buttons(asked)[0].press)
    assert isinstance(pressed, LinkSelves)
    assert "Linked" in plain(await slack.linking.accept(slack.asker, pressed.code))
    assert await given_by(slack) == 3
    with pytest.raises(Refusal, match="doesn't work"):
        await slack.linking.accept(slack.asker, pressed.code)


async def test_a_code_of_another_member_here_is_said_to_be_theirs(database: Database) -> None:
    ana, ben = (Learner(database, asker_named(name, SLACK)) for name in ("Ana", "Ben"))
    asked = await ben.linking.ask(ben.asker, code_in(await ana.linking.offer(ana.asker)))
    assert "Another member here: 0 reviews" in plain(asked)
    assert "Someone else here made this code" in plain(asked)


async def test_what_cannot_be_linked_is_refused_before_it_is_asked(three: list[Learner]) -> None:
    discord, slack, web = three
    code = code_in(await discord.linking.offer(discord.asker))
    with pytest.raises(Refusal, match="for the other place"):
        await discord.linking.ask(discord.asker, code)
    assert "Learn as one" in plain(await slack.linking.ask(slack.asker, code))  # it hasn't been used up
    slack.wait(minutes=11)
    for typed in (code, "2222-2222", "", "é"):
        with pytest.raises(Refusal, match="doesn't work"):
            await slack.linking.ask(slack.asker, typed)
    await link(discord, web)
    with pytest.raises(Refusal, match="already linked"):
        await web.linking.ask(web.asker, code_in(await discord.linking.offer(discord.asker)))


async def test_asking_counts_as_trying(three: list[Learner]) -> None:
    discord, slack, _ = three
    code = code_in(await discord.linking.offer(discord.asker))
    for _ in range(6):
        with pytest.raises(Refusal, match="doesn't work"):
            await slack.linking.ask(slack.asker, "2222-2222")
    with pytest.raises(Refusal, match="a few tries too many"):
        await slack.linking.ask(slack.asker, code)


async def test_codes_cannot_be_tried_for_ever(three: list[Learner]) -> None:
    discord, slack, _ = three
    for _ in range(6):
        with pytest.raises(Refusal, match="doesn't work"):
            await slack.linking.accept(slack.asker, "2222-2222")
    code = code_in(await discord.linking.offer(discord.asker))
    with pytest.raises(Refusal, match="a few tries too many"):
        await slack.linking.accept(slack.asker, code)
    with pytest.raises(Refusal, match="a few tries too many"):
        await slack.linking.offer(slack.asker)
    slack.wait(minutes=9, seconds=30)
    with pytest.raises(Refusal, match="a few tries too many"):
        await slack.linking.accept(slack.asker, code)
    slack.wait(minutes=1)
    code = code_in(await discord.linking.offer(replace(discord.asker, at=slack.asker.at)))
    assert "Linked" in plain(await slack.linking.accept(slack.asker, code))


async def test_a_clock_set_back_makes_no_code_last_and_locks_nobody_out(three: list[Learner]) -> None:
    discord, slack, _ = three
    code = code_in(await discord.linking.offer(discord.asker))
    for _ in range(6):
        with pytest.raises(Refusal, match="doesn't work"):
            await slack.linking.accept(slack.asker, "2222-2222")
    slack.wait(hours=-1)
    with pytest.raises(Refusal, match="doesn't work"):
        await slack.linking.accept(slack.asker, code)
    code = code_in(await discord.linking.offer(replace(discord.asker, at=slack.asker.at)))
    assert "Linked" in plain(await slack.linking.accept(slack.asker, code))


async def test_linking_twice_is_refused(three: list[Learner]) -> None:
    discord, slack, _ = three
    await link(discord, slack)
    with pytest.raises(Refusal, match="already linked"):
        await link(slack, discord)


class Three:
    """Three selves, which of them are linked, and what each has reviewed."""

    def __init__(self, learners_: list[Learner], random: Random) -> None:
        self.learners, self.random = learners_, random
        self.groups = [{number} for number in range(len(learners_))]
        self.given: dict[int, list[Review]] = defaultdict(list)

    def pass_time(self) -> None:
        minutes = self.random.choice((1, 20, 3000))
        for learner in self.learners:
            learner.wait(minutes=minutes)

    async def review(self, who: int, *, undo: bool) -> None:
        learner = self.learners[who]
        named = learner.shown(await learner.start())
        if named is None:
            return
        page = await learner.rate(named, self.random.randint(1, 4))
        undoable = learner.undoable(page)
        if undo and undoable is not None:
            await learner.reviews.undo(undoable, learner.asker)
        self.given[who] = await own_log(learner)

    async def link(self, who: int, other: int) -> None:
        if not any({who, other} <= group for group in self.groups):
            await link(self.learners[who], self.learners[other])
            joined = [group for group in self.groups if group & {who, other}]
            self.groups = [*(group for group in self.groups if group not in joined), set().union(*joined)]

    async def leave(self, who: int, how: str) -> None:
        learner = self.learners[who]
        if how == "part":
            await learner.linking.separate(learner.asker)
        elif how == "erase":
            await learner.privacy.erase(learner.asker)
        else:
            await erasure(learner.database).end(learner.me.tenant)
        self.groups = [*(group - {who} for group in self.groups if group != {who}), {who}]
        if how != "part":
            self.given[who] = []

    async def check(self) -> None:
        for group in self.groups:
            log = [entry for each in group for entry in self.given[each]]
            for member in group:
                await check(self.learners[member], log)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_linked_and_parted_each_knows_what_its_selves_did(three: list[Learner], seed: int) -> None:
    """After random reviews, links, partings, erasures and purges, cards follow from their group's reviews."""
    random = Random(seed)
    world = Three(three, random)
    for _ in range(40):
        who = random.randrange(3)
        world.pass_time()
        match random.choice(("review", "review", "review", "undo", "link", "part", "erase", "purge")):
            case "review" | "undo" as what:
                await world.review(who, undo=what == "undo")
            case "link":
                await world.link(who, random.choice([each for each in range(3) if each != who]))
            case how:
                await world.leave(who, how)
        await world.check()


async def own_log(learner: Learner) -> list[Review]:
    def look(transaction: Transaction) -> list[Review]:
        return reviews.log(transaction, people.Learner(learner.me, (learner.me,)), "pets")

    return await learner.database.transact(look)


async def check(learner: Learner, log: list[Review]) -> None:
    for state in await learner.reviews.states(pets(), learner.asker):
        mine = [entry for entry in log if entry.card == state.card]
        folded, _ = fold(mine, Plan(0.9, UTC))
        assert replace(folded, due=None) == replace(state.memory, due=None)
        assert state.reps >= max((entry.number for entry in mine), default=0)


async def test_erasing_takes_everything_of_one_and_nothing_of_others(three: list[Learner]) -> None:
    discord, slack, _ = three
    database = discord.database
    ben = Learner(database, asker_named("Ben", DISCORD))
    await link(discord, slack)
    for learner in (discord, slack, ben):
        await review(learner)
        await learner.choose(new_cards=5, share="yes")
        await answers.record(
            database.writer,
            an_answer(tenant=learner.me.tenant, member=learner.me.member, quiz=learner.asker.member.name),
        )
        seen_by(learner)
    erased = await discord.privacy.erase(discord.asker)
    assert "all gone" in plain(erased)
    for table in metadata.sorted_tables:
        of_tenant = select(table).where(table.c.tenant == DISCORD.key)
        for row in await rows(database, of_tenant):
            assert "ana" not in [str(value) for value in row], table.name
            assert "member:ana" not in row, table.name
    for learner, reviewed in ((discord, 0), (slack, 1), (ben, 1)):
        assert await given_by(learner) == reviewed
    assert await database.transact(lambda transaction: PERSONAL_DATA.held(transaction, discord.me)) == {}
    assert (await database.transact(lambda transaction: learners.of(transaction, slack.me))).selves == (slack.me,)
    kept = await database.transact(lambda transaction: PERSONAL_DATA.held(transaction, slack.me))
    assert {"answer", "seen", "setting", "review", "card"} - kept.keys() <= {"card"}


def seen_by(learner: Learner) -> None:
    row = {"tenant": learner.me.tenant, "member": learner.me.member, "pack": "pets", "item": "tip:x", "at": 0}
    learner.database.writer.put(seen, row)


async def test_an_export_holds_everything_of_all_selves_and_of_nobody_else(three: list[Learner]) -> None:
    discord, slack, _ = three
    ben = Learner(discord.database, asker_named("Ben", DISCORD))
    await link(discord, slack)
    for learner in (discord, slack, ben):
        await review(learner)
        await learner.choose(new_cards=5)

    said = await slack.privacy.export(slack.asker)
    files = {block.name: block for block in said.blocks if isinstance(block, File)}
    assert said.private
    assert files.keys() == {"versed-data.json", "versed-cards.apkg"}
    data = json.loads(files["versed-data.json"].data)
    assert [(each["tenant"], each["member"]) for each in data["selves"]] == [(DISCORD.key, "ana"), (SLACK.key, "ana")]
    assert all(len(each["held"]["review"]) == 1 for each in data["selves"])
    assert "ben" not in files["versed-data.json"].data.decode()
    assert "code" not in data["selves"][0]["held"].get("link_code", [{}])[0]


async def test_erasing_reaches_the_logs_of_ended_games(three: list[Learner]) -> None:
    discord, slack, _ = three
    writer = discord.database.writer
    for game, me in (("ended", discord.me), ("elsewhere", slack.me)):
        event = encode(Joined(at=discord.asker.at, who=me, name="Ana"))
        await writer.insert(game_event, {"tenant": "web:home", "game": game, "number": 0, "event": event})
        venue = {"tenant": me.tenant, "game": game, "place": "1", "home": "web:home", "ended": 1}
        await writer.insert(game_venue, venue)
    mine = {"tenant": discord.me.tenant, "member": discord.me.member, "game": "ended", "topic": "care", "name": "Ana"}
    numbers = dict.fromkeys(("points", "correct", "asked", "at"), 1)
    await writer.insert(game_result, {**mine, "place": "1", "team": "", "pack": "pets", **numbers})
    await discord.database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, discord.me))
    found = await rows(discord.database, select(game_event.c.game, game_event.c.event))
    assert [game for game, event in found if "Ana" in event] == ["elsewhere"]
    assert [game for game, event in found if f'"{discord.me.tenant}","{discord.me.member}"' in event] == []
    assert await rows(discord.database, select(game_result)) == []


async def test_purging_a_home_leaves_the_others_what_they_did(three: list[Learner]) -> None:
    discord, slack, web = three
    await link(discord, slack)
    await link(slack, web)
    for learner in three:
        await review(learner)
    await erasure(discord.database).end(DISCORD.key)
    assert await given_by(discord) == 0
    assert await given_by(slack) == len(await own_log(slack)) + len(await own_log(web))
    left = await slack.database.transact(lambda transaction: learners.of(transaction, slack.me))
    assert set(left.selves) == {slack.me, web.me}


async def zone(learner: Learner) -> str | None:
    learner.chosen.forget_all()
    return await settings.zone_of(learner.asker, learner.chosen)


async def test_all_selves_share_the_settings_for_learning(three: list[Learner]) -> None:
    discord, slack, web = three
    await discord.choose(zone="Europe/Berlin", new_cards=3)
    await slack.choose(zone="Asia/Tokyo", reviews=7)
    await link(discord, slack)
    slack.chosen.forget_all()
    study = await settings.study(slack.asker, slack.chosen)
    assert (study.new_cards, study.reviews, str(study.zone)) == (3, 7, "Europe/Berlin")  # the code's owner wins
    await slack.choose(zone="Europe/Paris")
    assert await zone(slack) == await zone(discord) == "Europe/Paris"
    assert await zone(web) is None


@pytest.mark.parametrize("leaver", [0, 1])
@pytest.mark.both_databases
async def test_who_unlinks_goes_on_as_before_and_alone(three: list[Learner], leaver: int) -> None:
    discord, slack, _ = three
    await slack.choose(zone="Asia/Tokyo")
    await link(discord, slack)
    await discord.choose(zone="Europe/Paris")
    await discord.linking.separate(three[leaver].asker)
    assert await zone(slack) == await zone(discord) == "Europe/Paris"
    await slack.choose(zone="Asia/Tokyo")
    assert (await zone(slack), await zone(discord)) == ("Asia/Tokyo", "Europe/Paris")


@pytest.mark.parametrize("eraser", [0, 1])
async def test_who_erases_leaves_the_others_theirs(three: list[Learner], eraser: int) -> None:
    discord, slack, _ = three
    await discord.choose(zone="Europe/Paris")
    await link(discord, slack)
    erased, other = three[eraser], three[1 - eraser]
    await erased.privacy.erase(erased.asker)
    assert await zone(erased) is None
    assert await zone(other) == "Europe/Paris"


async def test_what_others_see_is_chosen_in_each_place(three: list[Learner]) -> None:
    discord, slack, _ = three
    packs = Packs(Shelf(Library([PETS]), discord.database), discord.chosen)
    await link(discord, slack)
    await settings.change(discord.asker, {"share": "yes", "questions": 9}, packs, discord.chosen)
    assert await settings.shares_progress(DISCORD, discord.asker.member, discord.chosen)
    assert not await settings.shares_progress(SLACK, slack.asker.member, slack.chosen)
    assert await settings.quiz_length(slack.asker, slack.chosen) == 9
