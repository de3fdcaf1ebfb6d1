"""Slash commands, typed after /versed or under their own names."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from adapters.slack.inbound import modals
from bot.features.learners.store import notices
from bot.features.reviews import actions
from bot.language.actions import encode
from tests.adapters.slack.conftest import Stage, presses, words
from tests.cases import PRESSES, USES, Use
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, BOT_TOKEN, DIRECT, GENERAL, GUEST, MEMBER, OLD, QUIET, STRANGER
from tests.patience import FOREVER


@pytest.mark.parametrize("use", USES, ids=str)
async def test_every_command(over_http: Stage, use: Use) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, use.line))
    assert said["response_type"] == ("ephemeral" if use.private else "in_channel")
    assert use.says in words(said)
    assert said["text"]


@pytest.mark.parametrize("use", USES[::5], ids=str)
async def test_a_command_works_under_its_own_name(over_socket: Stage, use: Use) -> None:
    name, _, typed = use.line.partition(" ")
    said = await over_socket.answer(payloads.command(over_socket.slack, typed, name=f"/{name}"))
    assert use.says in words(said)


async def _learn_a_card(stage: Stage) -> None:
    press = next(each.action for each in PRESSES if isinstance(each.action, actions.RateCard))
    await stage.answer(payloads.press(stage.slack, encode(press)))


async def test_an_export_is_sent_in_a_direct_message(stage: Stage) -> None:
    await _learn_a_card(stage)
    said = await stage.answer(payloads.command(stage.slack, "privacy export"))
    assert said["response_type"] == "ephemeral"
    assert "versed-data.json is in your direct messages with me" in words(said)
    assert "versed-cards.apkg is in your direct messages with me" in words(said)
    assert stage.slack.conversations == {f"D-{MEMBER}": MEMBER}
    ((shared,),) = stage.slack.messages.values()
    held = {stage.slack.names[file["id"]]: stage.slack.files[file["id"]] for file in shared["files"]}
    assert set(held) == {"versed-data.json", "versed-cards.apkg"}
    assert json.loads(held["versed-data.json"])["selves"][0]["member"] == MEMBER
    assert held["versed-cards.apkg"].startswith(b"PK")
    assert list(stage.slack.messages) == [f"D-{MEMBER}"]


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("conversations.open", Fault(error="missing_scope", more=(("needed", "im:write"),))),
        ("files.getUploadURLExternal", Fault(error="file_uploads_disabled")),
        ("upload", Fault(status=500)),
        ("files.completeUploadExternal", Fault(drop=True)),
    ],
)
async def test_a_failed_export_says_what_to_do(stage: Stage, method: str, fault: Fault) -> None:
    stage.slack.fail(method, fault)
    said = await stage.answer(payloads.command(stage.slack, "privacy export"))
    assert "versed-data.json didn't reach you. Try again" in words(said)
    assert not stage.slack.messages


async def test_without_the_conversations_id_no_file_is_uploaded(stage: Stage) -> None:
    stage.slack.bare = True
    said = await stage.answer(payloads.command(stage.slack, "privacy export"))
    assert "didn't reach you" in words(said)
    assert not stage.slack.calls("upload")


async def test_a_simplified_answer_still_says_where_the_file_is(stage: Stage) -> None:
    stage.slack.fail("response", Fault(error="invalid_blocks"))
    await stage.driver.deliver(payloads.command(stage.slack, "privacy export"))
    said = (await stage.slack.wait_for("response", 2)).arguments
    assert "is in your direct messages with me" in words(said)


async def test_public_answers_are_public_and_private_ones_are_not(stage: Stage) -> None:
    public = await stage.answer(payloads.command(stage.slack, "compare care"))
    private = await stage.answer(payloads.command(stage.slack, "progress"))
    assert (public["response_type"], private["response_type"]) == ("in_channel", "ephemeral")
    assert (public["unfurl_links"], public["unfurl_media"]) == (False, False)
    assert not public["replace_original"]
    assert not private["replace_original"]
    assert {"table"} <= {block["type"] for block in public["blocks"]}


@pytest.mark.parametrize("typed", ["", "   ", "help"])
async def test_bare_versed_answers_with_help(stage: Stage, typed: str) -> None:
    said = await stage.answer(payloads.command(stage.slack, typed))
    assert said["response_type"] == "ephemeral"
    assert "What I can do" in words(said)
    assert "/versed compare" in words(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("team create “Blue Foxes”", "🔴 Blue Foxes"),
        ("versed compare care", "Daily care"),
        ("compare care “hygiene”", "Daily care: Hygiene"),
        ("compare\u00a0hygiene\u00a0care", "Daily care: Hygiene"),
        ("quiz care １", "Question 1 of 1"),
        ("remind half past eight in berlin", "At 08:30 (Europe/Berlin)"),
        ("leaderboard month care", "Leaderboard: Daily care, the last 30 days"),
    ],
)
async def test_lines_are_read_by_what_each_word_can_mean(stage: Stage, typed: str, said: str) -> None:
    assert said in words(await stage.answer(payloads.command(stage.slack, typed)))


async def test_an_ambiguous_line_offers_the_commands_as_typed_on_slack(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "team create Code Red"))
    assert 'Type /versed team create name:Code colour:red or /versed team create name:"Code Red"' in words(said)


async def test_a_typo_answers_with_the_nearest_command(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "comapre care"))
    assert "Did you mean /versed compare?" in words(said)
    assert "What I can do" not in words(said), "help would hide the one line that helps"
    assert said["response_type"] == "ephemeral"
    answer = await stage.answer(payloads.press(stage.slack, presses(said)[0]))
    assert answer["response_type"] == "in_channel", "just as if it were typed"
    assert "Daily care" in words(answer)


@pytest.mark.parametrize(
    ("typed", "says", "kind"),
    [
        ("what is an aquarium?", "Ben asked: what is an aquarium?", "in_channel"),
        ("what is an aquarium? Private: yes", "A glass container", "ephemeral"),
        ("give me a tip", "Ben used /versed tip", "in_channel"),
        ("why is the sky blue?", "doesn't cover that", "ephemeral"),
        ("show me the leaderboard", "Leaderboard", "ephemeral"),
        ("delete my data", "Delete everything I keep about you here?", "ephemeral"),
        ("my\nprogress", "Your progress", "ephemeral"),
        ("Aquarium", "Ben asked: Aquarium", "in_channel"),
        ("tank?", "A glass container", "in_channel"),
        ("flashcards", "Review", "ephemeral"),
        ("thanks", "You're welcome!", "ephemeral"),
        ("editors", "Did you mean /versed pack editors?", "ephemeral"),
        ("private:yes what is an aquarium?", "A glass container", "ephemeral"),
        ("private:yes, give me a tip", "Daily care", "ephemeral"),
        ("thank you!", "You're welcome!", "ephemeral"),
        ("quizz care 1", "Did you mean /versed quiz?", "ephemeral"),
        ("privacy delete", "Did you mean /versed privacy erase?", "ephemeral"),
        ("?", "What I can do", "ephemeral"),
        ("--help", "What I can do", "ephemeral"),
    ],
)
async def test_a_wish_in_ones_own_words_is_understood(over_http: Stage, typed: str, says: str, kind: str) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, typed))
    assert says in words(said)
    assert said["response_type"] == kind


async def test_an_unknown_command_answers_with_a_sentence(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "xyzzy"))
    assert "There's no command" in words(said)
    assert "Run /versed help" in words(said)
    assert "What I can do" not in words(said), "one useful sentence is enough"
    assert said["response_type"] == "ephemeral"


async def test_a_public_answer_says_who_asked_for_what(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "ask who needs several walks a day?"))
    assert said["response_type"] == "in_channel"
    assert "asked: who needs several walks a day?" in said["blocks"][0]["elements"][0]["text"]
    alone = await stage.answer(payloads.command(stage.slack, "define aquarium private:yes"))
    assert alone["response_type"] == "ephemeral"
    press = next(each for each in presses(alone) if each.startswith("run"))
    again = await stage.answer(payloads.press(stage.slack, press))
    assert again["response_type"] == "in_channel"
    assert "used /versed define" in again["blocks"][0]["elements"][0]["text"]


async def test_a_slash_before_the_command_does_no_harm(stage: Stage) -> None:
    assert "Litter box" in words(await stage.answer(payloads.command(stage.slack, "/define lb")))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("define <!channel>", "“!channel” isn't in this glossary"),
        ("define &lt;!channel&gt;", "“<\u2060!channel>” isn't in this glossary"),
        ("define @everyone", "“@everyone” isn't in this glossary"),
        ("quiz -1", "must be between 1 and 20"),
        ("quiz 1000000000", "must be between 1 and 20"),
        ("define " + "x" * 400, "is too long"),
        ("define \u202eevil", "“evil” isn't in this glossary"),
        ("settings share:maybe", "isn't a choice"),
        ("progress of everyone", "isn't a choice"),
        ("unlink everyone", "doesn't know what to do with"),
    ],
)
async def test_bad_input_gets_a_sentence(stage: Stage, typed: str, sentence: str) -> None:
    said = await stage.answer(payloads.command(stage.slack, typed))
    assert said["response_type"] == "ephemeral"
    assert sentence in words(said)
    assert "<!" not in str(said)


async def test_a_missing_option_is_asked_for_in_a_modal(stage: Stage) -> None:
    await stage.driver.deliver(payloads.command(stage.slack, "define"))
    opened = (await stage.slack.wait_for("views.open")).arguments["view"]
    assert opened["callback_id"] == modals.OPTIONS
    field = next(block for block in opened["blocks"] if block["type"] == "input")
    assert (field["block_id"], field["element"]["type"], field["optional"]) == ("term", "external_select", False)
    view = next(iter(stage.slack.views.values()))
    found = await stage.driver.deliver(payloads.suggestion(view, "term", "aqua"))
    assert [option["value"] for option in found["options"]] == ["Aquarium"]
    said = await stage.answer(payloads.submission(view, {"term": "Aquarium"}))
    assert said["response_type"] == "in_channel"
    assert "glass container" in words(said)


async def test_a_mistake_in_a_modal_is_explained_at_its_field(stage: Stage) -> None:
    await stage.driver.deliver(payloads.command(stage.slack, "ask"))
    await stage.slack.wait_for("views.open")
    view = next(iter(stage.slack.views.values()))
    answer = await stage.driver.deliver(payloads.submission(view, {"question": "x" * 400}))
    assert answer["response_action"] == "errors"
    assert "too long" in answer["errors"]["question"]
    assert not stage.slack.calls("response")


async def test_where_no_modal_opens_a_sentence_says_what_is_missing(stage: Stage) -> None:
    stage.slack.fail("views.open", Fault(error="expired_trigger_id"))
    said = await stage.answer(payloads.command(stage.slack, "define"))
    assert "needs “term”; try /versed define Litter box" in words(said)


async def test_if_the_response_url_fails_the_answer_goes_to_the_conversation(stage: Stage) -> None:
    stage.slack.fail("response", Fault(status=404))
    await stage.driver.deliver(payloads.command(stage.slack, "progress"))
    call = await stage.slack.wait_for("chat.postEphemeral")
    assert (call.arguments["channel"], call.arguments["user"], call.token) == (GENERAL, MEMBER, BOT_TOKEN)
    stage.slack.fail("response", Fault(status=404))
    await stage.driver.deliver(payloads.command(stage.slack, "compare"))
    assert (await stage.slack.wait_for("chat.postMessage")).arguments["channel"] == GENERAL


async def test_where_the_bot_is_not_in_the_channel_the_person_is_answered_directly(stage: Stage) -> None:
    stage.slack.fail("response", Fault(status=404))
    await stage.driver.deliver(payloads.command(stage.slack, "progress", channel=QUIET))
    assert (await stage.slack.wait_for("chat.postMessage")).arguments["channel"] == MEMBER


@pytest.mark.parametrize("fault", [Fault(drop=True, accept=True), Fault(status=503, accept=True)])
async def test_what_may_have_arrived_is_not_sent_again(stage: Stage, fault: Fault) -> None:
    stage.slack.fail("response", fault)
    await stage.driver.deliver(payloads.command(stage.slack, "compare"))
    told = (await stage.slack.wait_for("chat.postEphemeral")).arguments
    assert (told["channel"], told["user"]) == (GENERAL, MEMBER)
    assert "Slack hasn't confirmed my answer here" in words(told)
    said = await stage.answer(payloads.command(stage.slack, "progress"))
    assert "Your progress" in words(said)
    assert len(stage.slack.calls("response")) == 2
    assert len(stage.slack.calls("chat.postMessage", "chat.postEphemeral")) == 1


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(status=503)], ids=str)
async def test_where_the_bot_is_not_in_the_channel_a_doubtful_answer_is_reported_directly(
    stage: Stage, fault: Fault
) -> None:
    stage.slack.fail("response", fault)
    await stage.driver.deliver(payloads.command(stage.slack, "compare", channel=QUIET))
    told = (await stage.slack.wait_for("chat.postMessage")).arguments
    assert told["channel"] == MEMBER
    assert "Slack hasn't confirmed my answer here" in words(told)
    assert len(stage.slack.calls("response")) == 1


async def test_a_short_wait_that_slack_asks_for_is_kept(stage: Stage) -> None:
    stage.slack.fail("response", Fault(retry_after=1))
    await stage.driver.deliver(payloads.command(stage.slack, "compare"))
    again = await stage.slack.wait_for("response", 2)
    assert again.at - stage.slack.calls("response")[0].at >= 1


async def test_an_absurd_wait_is_not(stage: Stage) -> None:
    stage.slack.fail("response", Fault(retry_after=82_721))
    await stage.driver.deliver(payloads.command(stage.slack, "compare"))
    await stage.slack.wait_for("response")
    async with asyncio.timeout(FOREVER):
        await stage.platform.close()


async def test_refused_blocks_are_simplified(stage: Stage) -> None:
    stage.slack.fail("response", Fault(error="invalid_blocks"))
    await stage.driver.deliver(payloads.command(stage.slack, "compare care"))
    said = (await stage.slack.wait_for("response", 2)).arguments
    assert "table" not in {block["type"] for block in said["blocks"]}
    assert "Washes itself" in words(said)


async def test_a_picture_is_uploaded_once_and_shown(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "compare care show:picture"))
    image = next(block for block in said["blocks"] if block["type"] == "image")
    assert stage.slack.files[image["slack_file"]["id"]].startswith(b"\x89PNG")
    assert image["alt_text"]
    again = await stage.answer(payloads.command(stage.slack, "compare care show:picture"))
    assert next(block for block in again["blocks"] if block["type"] == "image") == image
    assert len(stage.slack.calls("upload")) == 1


async def test_a_picture_that_slack_does_not_take_is_described(stage: Stage) -> None:
    stage.slack.fail("files.getUploadURLExternal", Fault(error="missing_scope", more=(("needed", "files:write"),)))
    said = await stage.answer(payloads.command(stage.slack, "compare care show:picture"))
    assert "Picture: " in words(said)
    assert "image" not in {block["type"] for block in said["blocks"]}


async def test_administering_is_for_administrators(stage: Stage) -> None:
    refused = await stage.answer(payloads.command(stage.slack, "settings pack:pets", user=MEMBER))
    assert "Only an administrator can" in words(refused)
    taken = await stage.answer(payloads.command(stage.slack, "settings pack:pets", user=ADMIN))
    assert "Settings saved" in words(taken)


@pytest.mark.parametrize("user", [GUEST, STRANGER, "U0NOBODY"])
async def test_guests_strangers_and_unknown_people_may_learn_but_not_administer(stage: Stage, user: str) -> None:
    refused = await stage.answer(payloads.command(stage.slack, "settings pack:pets", user=user))
    assert "Only an administrator can" in words(refused)
    assert "Pets compared" in words(await stage.answer(payloads.command(stage.slack, "compare", user=user)))


@pytest.mark.parametrize("line", ["compare", "settings"])
async def test_an_answer_that_others_direct_messages_do_not_take_goes_to_the_asker(
    over_http: Stage, line: str
) -> None:
    over_http.slack.fail("response", Fault(error="expired_url"))
    await over_http.driver.deliver(payloads.command(over_http.slack, line, channel="D0OTHERS"))
    said = await over_http.slack.wait_for("chat.postMessage", 2)
    assert said.arguments["channel"] == MEMBER
    assert not over_http.slack.messages["D0OTHERS"]


async def test_an_administrator_is_told_once_what_went_wrong(stage: Stage) -> None:
    wrong = "Something is wrong; fix it."
    await notices.leave(stage.database.writer, "slack:T0HOME", "x", wrong, datetime.now(UTC))
    await stage.driver.deliver(payloads.command(stage.slack, "compare", user=ADMIN))
    notice = (await stage.slack.wait_for("response", 2)).arguments
    assert notice["response_type"] == "ephemeral"
    assert wrong in words(notice)
    await stage.answer(payloads.command(stage.slack, "progress", user=ADMIN))
    assert len(stage.slack.calls("response")) == 3


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(status=500), Fault(status=500)],
        [Fault(drop=True), Fault(drop=True)],
        [Fault(error="used_url")],
        [Fault(retry_after=3600.0)],
    ],
    ids=str,
)
async def test_a_notice_that_was_not_taken_is_told_another_time(
    stage: Stage, caplog: pytest.LogCaptureFixture, faults: list[Fault]
) -> None:
    await notices.leave(stage.database.writer, "slack:T0HOME", "x", "Something is wrong.", datetime.now(UTC))
    stage.slack.fail("response", Fault(), *faults)
    stage.slack.fail("chat.postEphemeral", Fault(error="channel_not_found"))
    stage.slack.fail("chat.postMessage", Fault(error="channel_not_found"))
    await stage.driver.deliver(payloads.command(stage.slack, "compare", user=ADMIN))
    async with asyncio.timeout(FOREVER):
        while "a notice didn't arrive" not in caplog.text:
            await asyncio.sleep(0.01)
    before = len(stage.slack.calls("response"))
    await stage.driver.deliver(payloads.command(stage.slack, "compare", user=ADMIN))
    notice = (await stage.slack.wait_for("response", before + 2)).arguments
    assert "Something is wrong." in words(notice)
    await stage.answer(payloads.command(stage.slack, "progress", user=ADMIN))
    assert len(stage.slack.calls("response")) == before + 3


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(drop=True), Fault(drop=True, accept=True)], ids=str)
async def test_a_notice_that_may_not_have_arrived_is_told_once_more_at_once(stage: Stage, fault: Fault) -> None:
    await notices.leave(stage.database.writer, "slack:T0HOME", "x", "Something is wrong.", datetime.now(UTC))
    stage.slack.fail("response", Fault(), fault)
    await stage.driver.deliver(payloads.command(stage.slack, "compare", user=ADMIN))
    notice = (await stage.slack.wait_for("response", 3)).arguments
    assert notice["response_type"] == "ephemeral"
    assert "Something is wrong." in words(notice)
    await stage.answer(payloads.command(stage.slack, "progress", user=ADMIN))
    assert len(stage.slack.calls("response")) == 4


async def test_a_missing_scope_is_named_to_an_administrator_once(stage: Stage) -> None:
    for _ in range(2):
        missing = Fault(error="missing_scope", more=(("needed", "files:write"),))
        stage.slack.fail("files.getUploadURLExternal", missing)
        await stage.answer(payloads.command(stage.slack, "compare care show:picture"))
    await stage.driver.deliver(payloads.command(stage.slack, "compare", user=ADMIN))
    notice = (await stage.slack.wait_for("response", 4)).arguments
    assert "lacks the scope files:write" in words(notice)


async def test_people_are_looked_up_once_in_a_while(stage: Stage) -> None:
    for _ in range(3):
        await stage.answer(payloads.command(stage.slack, "compare"))
    assert len(stage.slack.calls("users.info")) == 1


async def test_an_emulator_that_says_little_is_enough(stage: Stage) -> None:
    stage.slack.bare = True
    assert "Pets compared" in words(await stage.answer(payloads.command(stage.slack, "compare")))
    assert "Your progress" in words(await stage.answer(payloads.command(stage.slack, "progress", channel=DIRECT)))


async def test_a_command_in_an_archived_channel_is_answered_all_the_same(stage: Stage) -> None:
    assert (await stage.answer(payloads.command(stage.slack, "compare", channel=OLD)))["blocks"]


async def test_the_same_delivery_has_one_effect(stage: Stage) -> None:
    await stage.answer(payloads.command(stage.slack, "compare"))
    await stage.driver.deliver({"type": "ignored", "command": "/versed"}, again=True)
    await stage.answer(payloads.command(stage.slack, "progress"))
    assert len(stage.slack.calls("response")) == 2


async def test_a_name_that_hides_something_is_refused(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "team create ab\u202ecd"))
    assert "That name holds an invisible character (U+202E) that turns its letters round" in words(said)
    said = await stage.answer(payloads.command(stage.slack, "team create \u00ad"))
    assert "That name's invisible" in words(said)
    assert "محمد" in words(await stage.answer(payloads.command(stage.slack, "team create \u2068محمد\u2069")))
