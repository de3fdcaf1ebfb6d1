"""What's said in free words, through the entry point that adapters use."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.content.model import Pack
from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.authoring.actions import ReportItem
from bot.features.help.actions import ShowHelp
from bot.features.talk.pages import reply
from bot.features.talk.sayings import SmallTalk
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.packs import PETS, pets

CHANNEL = Place("1", "#general")
DIRECT = Place("2", "Direct message", direct=True)
ANA = Asker(Tenant("discord:9", "Team"), CHANNEL, Member("ana", "Ana"), datetime(2026, 3, 2, 9, tzinfo=UTC))
ADMIN = replace(ANA, member=Member("ada", "Ada", administrator=True))


@pytest.fixture
async def versed(sqlite_database: Database, pictures: PictureCache) -> Application:
    return build(Library([PETS]), sqlite_database, pictures, Random(1)).application


async def answer(versed: Application, said: str, asker: Asker = ANA) -> Message:
    """Return the answer to a line, or raise its refusal."""
    reply = await versed.free_words.converse(asker, said)
    assert reply is not None
    return reply


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("hi", "Hi! Ask me anything about “Pets compared”"),
        ("how are you?", "Very well, thanks!"),
        ("thanks a lot!", "You're welcome!"),
        ("bye", "See you!"),
        ("who are you?", "I'm Versed, a bot that teaches your team"),
        ("more", "Sure! Pick one"),
        ("that was useless", "Sorry about that!"),
        ("that's wrong", "I only say what's in"),
        ("stop", "I only write to you when you ask me to."),
        ("add Anna to the blue team", "Everyone joins a team themselves"),
        ("hide me from the leaderboard", "/settings shown:no takes you off the leaderboards"),
        ("no tips on Fridays", "A schedule can leave days out: /schedule edit tip except fridays."),
        ("use the pets pack", "An administrator can choose what I teach: /pack use pets everywhere"),
        ("I moved to New York", 'If your time zone has changed, tell me: /settings zone:"new york".'),
    ],
)
async def test_small_talk_is_answered_in_a_line_or_two_for_the_asker_alone(
    versed: Application, said: str, begins: str
) -> None:
    for asker in (ANA, replace(ANA, place=DIRECT)):
        reply = await answer(versed, said, asker)
        assert plain(reply).removeprefix("(only you can see this)\n\n").startswith(begins)
        assert reply.private
        assert len(plain(reply)) < 300
        for button in buttons(reply):
            assert plain(await versed.press(Pressed(asker, button.press)))


@pytest.mark.parametrize(
    ("said", "in_public", "alone"),
    [
        ("thanks!", "You're welcome!", "You're welcome! Want another one?"),
        ("bye", "See you!", "See you! There's time for one more"),
        ("gg", "🙂", "All right!"),
        ("nice one", "🙂", "All right!"),
        ("lol", "🙂", "All right!"),
    ],
)
async def test_a_courtesy_among_others_gets_one_word_and_asks_for_nothing(
    versed: Application, said: str, in_public: str, alone: str
) -> None:
    reply = await answer(versed, said)
    assert (reply.private, reply.in_passing, buttons(reply)) == (True, True, [])
    assert plain(reply).endswith(f"\n{in_public}")
    assert alone in plain(await answer(versed, said, replace(ANA, place=DIRECT)))


async def test_a_wish_among_others_is_not_answered(versed: Application) -> None:
    assert await versed.free_words.overhear(ANA, "too hard") is None


async def test_a_question_about_something_unsaid_is_not_about_versed(versed: Application) -> None:
    for said in ("when does she come?", "and the other one?"):
        assert "I can't tell what that's about." in plain(await answer(versed, said))
    assert "What I can do" in plain(await answer(versed, "how does one use this?"))


def test_only_what_the_pack_has_is_offered() -> None:
    def offered(pack: Pack) -> list[str]:
        return [each.label for each in buttons(reply(SmallTalk.GREETING, pack, among_others=True))]

    assert offered(pets()) == ["A tip", "A quick quiz", "What I can do"]
    bare = {"tips": (), "comparisons": (), "terms": (), "examples": (), "cards": ()}
    assert offered(pets().model_copy(update=bare)) == ["A quick quiz", "What I can do"]
    assert offered(pets().model_copy(update={**bare, "questions": ()})) == ["Flashcards", "What I can do"]


@pytest.mark.parametrize("said", ["help", "what can you do?", "how does this work", "", "helo, can you help me", "?"])
async def test_help_is_the_help(versed: Application, said: str) -> None:
    reply = await answer(versed, said)
    assert "What I can do" in plain(reply)
    assert reply.private


async def test_the_button_of_small_talk_leads_to_all_of_help(versed: Application) -> None:
    assert "What I can do" in plain(await versed.press(Pressed(ANA, encode(ShowHelp()))))


@pytest.mark.parametrize(
    ("said", "says", "private"),
    [
        ("tip", "Pets compared", False),
        ("tip care", "Daily care", False),
        ("quiz care 1", "Question 1 of 1", True),
        ("hey versed, quiz me on the home please", "Question 1 of", True),
        ("/quiz care", "Question 1 of", True),
        ("compare exercise", "Plays indoors", False),
        ("define: aquarium", "glass container", False),
        ("what's an aquarium?", "glass container", False),
        ("hi, who needs several walks a day?", "walk", False),
        ("my progress", "Your progress", True),
        ("schedule", "/schedule tip", True),
        ("help me with the aquarium", "glass container", False),
    ],
)
async def test_a_command_or_a_question_is_answered(versed: Application, said: str, says: str, private: bool) -> None:
    reply = await answer(versed, said)
    assert says in plain(reply)
    assert reply.private is private


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("schedule tip 09:00", "Only an administrator can schedule posts"),
        ("tip blockchain", "a topic “blockchain”"),
        ("define blockchain", "“blockchain” is.* in this glossary"),
        ("define", "needs “term”"),
        ("team join Owls", "no team “Owls”"),
        ("/nosuch", "no command “/nosuch”"),
        ("remind me tomorrow", "on any day when cards are due"),
    ],
)
async def test_a_command_that_cannot_be_served_says_why(versed: Application, said: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        await answer(versed, said)


async def test_a_command_for_channels_says_so_elsewhere(versed: Application) -> None:
    with pytest.raises(Refusal, match="works in a channel"):
        await answer(versed, "start a game", replace(ANA, place=DIRECT))


async def test_rights_hold_however_a_command_is_asked_for(versed: Application) -> None:
    for said in ("schedule a tip at 9", "schedule list", "list schedules", "remove schedule 1", "end the season"):
        with pytest.raises(Refusal, match="Only an administrator"):
            await answer(versed, said)
    assert "No schedules yet" in plain(await answer(versed, "list the schedules", ADMIN))


async def test_an_administrator_stops_skips_and_moves_posts_in_plain_words(versed: Application) -> None:
    await answer(versed, "post a tip every day at 10:00", replace(ADMIN, zone="Europe/Berlin"))
    for said, says in (
        ("no tips tomorrow", "Tue 3 Mar"),
        ("skip Thursday's tip, please", "Thu 5 Mar"),
        ("pause all the tips until Monday", "Sun 8 Mar"),
        ("pause everything for 2 weeks", "Sun 15 Mar"),
        ("move the tips to 8:30", "08:30"),
        ("tips on Fridays at 9 instead", "Friday"),
        ("pause the tips", "aused"),
        ("resume everything", "Friday"),
    ):
        assert says in plain(await answer(versed, said, ADMIN)), said


@pytest.mark.parametrize(
    "said", ["tip litter box", "define several walks", "help litter boxes", "review exercise walks"]
)
async def test_what_a_command_cannot_take_may_be_a_question(versed: Application, said: str) -> None:
    reply = await answer(versed, said)
    assert not reply.private
    assert "walk" in plain(reply).lower() or "sand" in plain(reply).lower()


async def test_only_the_asker_reads_that_there_is_no_answer(versed: Application) -> None:
    reply = await answer(versed, "what is the weather like in Paris?")
    assert reply.private
    assert "doesn't cover that" in plain(reply)


async def test_a_platform_may_serve_the_commands_itself(versed: Application) -> None:
    calls: list[Call] = []

    async def serve(call: Call) -> Message:
        calls.append(call)
        return await versed.serve(call)

    for said in ("help", "quiz care", "what is an aquarium?"):
        await versed.free_words.converse(ANA, said, serve)
    assert [(call.command, dict(call.options)) for call in calls] == [
        ("help", {}),
        ("quiz", {"topic": "care"}),
        ("ask", {"question": "what is an aquarium?"}),
    ]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("hi", "Hi!"),
        ("what can you do?", "What I can do"),
        ("tip", "Pets compared"),
        ("what is an aquarium?", "glass container"),
        ("thanks, Versed", "You're welcome"),
        ("Versed, nice weather", "doesn't cover"),
    ],
)
async def test_in_a_channel_it_answers_what_is_meant_for_it(versed: Application, said: str, says: str) -> None:
    reply = await versed.free_words.overhear(ANA, said)
    assert reply is not None
    assert says in plain(reply)


@pytest.mark.parametrize(
    "said",
    [
        "hi all",
        "good morning, everyone!",
        "thanks",
        "lol",
        "ok",
        "shall we have lunch?",
        "what is the weather like?",
        "my dog walks a lot",
        "tip blockchain",
        "I cleaned the aquarium yesterday",
    ],
)
async def test_in_a_channel_it_does_not_cut_in(versed: Application, said: str) -> None:
    assert await versed.free_words.overhear(ANA, said) is None


@pytest.mark.parametrize("said", ["/quizz care", "tip blockchain", "define"])
async def test_refusals_offer_the_next_step_as_buttons(versed: Application, said: str) -> None:
    """They have buttons, as after a command typed with its slash."""
    with pytest.raises(Refusal) as refused:
        await answer(versed, said)
    assert refused.value.buttons


@pytest.mark.parametrize("said", ["in simple words?", "and who does that?", "for example?"])
async def test_a_follow_up_is_read_with_the_question_before(versed: Application, said: str) -> None:
    soon, late = (replace(ANA, at=ANA.at + timedelta(minutes=minutes)) for minutes in (4, 12))
    assert "Exercise" in plain(await answer(versed, "how much exercise does a dog need?"))
    assert "Daily care" in plain(await answer(versed, said, soon))
    assert "Daily care" not in plain(await answer(versed, said, late))
    assert "Daily care" not in plain(await answer(versed, said, replace(soon, member=Member("ben", "Ben"))))


async def test_why_is_not_answered_with_the_same_again(versed: Application) -> None:
    assert plain(await answer(versed, "what is a tank?")).startswith("Aquarium")
    assert plain(await answer(versed, "why?")).startswith("Housing")
    assert not plain(await answer(versed, "why?")).startswith(("Aquarium", "Housing"))


async def test_more_leaves_out_what_was_shown_until_there_is_nothing_more(versed: Application) -> None:
    assert "Aquarium" in plain(first := await answer(versed, "what is a tank?"))
    assert plain(await answer(versed, "more")) != plain(first)
    for _ in range(5):
        last = await answer(versed, "more")
    assert "That's all I have on it." in plain(last)


@pytest.mark.parametrize(
    "said",
    [
        "who are you?", "thanks!", "how are you?", "what can you do?", "I like it", "that was helpful",
        "that's wrong",
        "are you sure about that?", "this is great", "I hate you",
    ],
)  # fmt: skip
async def test_small_talk_is_not_a_follow_up(versed: Application, said: str) -> None:
    await answer(versed, "how much exercise does a dog need?")
    assert (await answer(versed, said)).private


@pytest.mark.parametrize("said", ["no, I meant a litter box", "example please", "tl;dr", "another one plz"])
async def test_in_a_channel_what_can_only_follow_up_needs_no_question_mark(versed: Application, said: str) -> None:
    assert await versed.free_words.overhear(ANA, said) is None
    await versed.free_words.overhear(ANA, "what is a tank?")
    assert await versed.free_words.overhear(ANA, "I like it") is None
    reply = await versed.free_words.overhear(ANA, said)
    assert reply is not None
    assert not reply.private


@pytest.mark.parametrize("said", ["why?", "more", "go on", "and for dogs?"])
async def test_in_a_channel_only_the_asker_can_follow_up(versed: Application, said: str) -> None:
    assert await versed.free_words.overhear(ANA, said) is None or said.startswith("and")
    await versed.free_words.overhear(ANA, "what is a tank?")
    reply = await versed.free_words.overhear(ANA, said)
    assert reply is not None
    assert not reply.private
    assert await versed.free_words.overhear(replace(ANA, member=Member("ben", "Ben")), "why?") is None


@pytest.mark.parametrize("said", ["ok, why?", "thanks! and who does that?"])
async def test_a_follow_up_may_begin_with_thanks(versed: Application, said: str) -> None:
    for before in ("", "/ask "):
        await versed.say(ANA, "/ask what is a tank?")
        reply = await (versed.say(ANA, f"{before}{said}") if before else answer(versed, said))
        assert "The home" in plain(reply)


@pytest.mark.parametrize("said", ["more", "what does that mean?", "an example?", "explain it"])
async def test_what_can_only_follow_up_is_about_what_was_shown_last(versed: Application, said: str) -> None:
    for shown in ("/tip care", "/define aquarium"):
        for asker in (ANA, replace(ANA, place=DIRECT)):
            await versed.say(asker, shown)
            soon = replace(asker, at=asker.at + timedelta(minutes=1))
            reply = await answer(versed, said, soon)
            assert "Pets compared · " in plain(reply) or "That's all I have on it." in plain(reply), (shown, asker)


async def test_after_a_tip_another_one_is_a_tip_and_in_a_channel_anyones(versed: Application) -> None:
    for minutes, said in enumerate(("again!", "another one", "next one please", "one more"), 1):
        await versed.say(ANA, "/tip")
        soon = replace(ANA, at=ANA.at + timedelta(minutes=minutes), member=Member("ben", "Ben"))
        reply = await answer(versed, said, soon)
        assert "Another tip" in [each.label for each in buttons(reply)], said
    assert "Sure! Pick one" in plain(await answer(versed, "again!", replace(ANA, at=ANA.at + timedelta(days=2))))


@pytest.mark.parametrize("said", ["quiz me on that", "Test me on this, please", "quiz about it"])
async def test_a_quiz_on_it_is_on_the_topic_of_what_was_shown_last(versed: Application, said: str) -> None:
    for asker in (ANA, replace(ANA, place=DIRECT)):
        await versed.say(asker, "/define aquarium")
        quiz = await answer(versed, said, replace(asker, at=asker.at + timedelta(minutes=1)))
        assert "Question 1 of 5" in plain(quiz)
        assert "Pets compared · The home" in plain(quiz)


async def test_what_was_shown_may_close_though_no_challenge_is_open(versed: Application) -> None:
    assert "Nothing is open here" in plain(await answer(versed, "what's the deadline?"))
    soon = replace(ANA, at=ANA.at + timedelta(minutes=1))
    for said in ("what's the deadline?", "when does it close?", "who has taken part?"):
        await versed.say(ANA, "/define aquarium")
        assert "Nothing is open here" not in plain(await answer(versed, said, soon)), said


async def test_a_doubt_can_be_reported_at_once_if_its_item_was_just_shown(versed: Application) -> None:
    def offered(reply: Message) -> list[str]:
        return [each.label for each in buttons(reply)]

    assert "Something's wrong here" not in offered(await answer(versed, "wrong!"))
    await versed.say(ANA, "/define aquarium")
    reply = await answer(versed, "that's outdated", replace(ANA, at=ANA.at + timedelta(minutes=1)))
    assert offered(reply) == ["Something's wrong here", "What I can do"]
    assert buttons(reply)[0].press == encode(ReportItem("pets", "term", "aquarium"))


async def test_a_question_in_view_ends_what_was_shown_before(versed: Application) -> None:
    direct = replace(ANA, place=DIRECT)
    for shown in ("/define aquarium", "/ask what is an aquarium?"):
        await versed.say(direct, shown)
        await versed.say(replace(direct, at=ANA.at + timedelta(seconds=9)), "/quiz care 1")
        soon = replace(direct, at=ANA.at + timedelta(seconds=20))
        assert "Sorry about that!" in plain(await answer(versed, "why?", soon))
        reply = await answer(versed, "that's wrong", soon)
        assert "Something's wrong here" not in [each.label for each in buttons(reply)]


@pytest.mark.parametrize("said", ["why?", "why was I wrong?", "I don't get it", "explain that please"])
async def test_what_is_behind_an_answer_in_a_quiz_is_told_to_whoever_gave_it(versed: Application, said: str) -> None:
    for asker in (ANA, replace(ANA, place=DIRECT)):
        question = await versed.say(asker, "/quiz care 1")
        while not plain(answered := await versed.press(Pressed(asker, buttons(question)[0].press))).count("ight"):
            question = answered  # an order is pressed piece by piece
        assert [each.label for each in buttons(answered)] == ["See how it went", "Something's wrong here"]
        soon = replace(asker, at=ANA.at + timedelta(minutes=1))
        reply = await answer(versed, said, soon)
        assert "— Pets compared · Daily care" in plain(reply)
        assert reply.private or asker.place.direct
        assert "Something's wrong here" in [
            each.label for each in buttons(await answer(versed, "that's wrong", soon))
        ]
        nobody = await answer(versed, said, replace(soon, member=Member("ben", "Ben")))
        assert "Daily care" not in plain(nobody)


@pytest.mark.parametrize("said", ["A", "b)", "2", "C?", "I think it's A"])
async def test_a_letter_without_a_question_is_not_looked_up(versed: Application, said: str) -> None:
    for asker in (ANA, replace(ANA, place=DIRECT)):
        reply = await answer(versed, said, asker)
        assert reply.private
        assert "I can't tell what that's about." in plain(reply)


@pytest.mark.parametrize("said", ["take it", "can I still join?", "until when?"])
async def test_what_is_said_of_a_challenge_in_a_direct_message_is_not_looked_up(
    versed: Application, said: str
) -> None:
    reply = await answer(versed, said, replace(ANA, place=DIRECT))
    assert plain(reply).endswith("Games and challenges are on in channels: use /challenge or /game join there.")


async def test_after_help_how_to_use_it_is_about_versed(versed: Application) -> None:
    await answer(versed, "what is an aquarium?")
    assert "What I can do" in plain(await answer(versed, "help"))
    assert "What I can do" in plain(await answer(versed, "how do I use this?"))
