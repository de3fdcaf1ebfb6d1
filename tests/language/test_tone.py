"""A message's tone and someone's progress, as each platform shows them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.outbound.render import Renderer as DiscordRenderer
from adapters.slack.outbound.pages import Renderer
from adapters.web.render import render as web
from bot.language.codec import dump, load
from bot.language.message import Message, Progress, Tone, message
from bot.language.plain import plain
from bot.language.rich_text import text
from bot.language.unnamed import without_names

DISCORD = DiscordRenderer(())
BARS = st.integers(1, 3000).flatmap(lambda total: st.builds(Progress, st.integers(0, total), st.just(total)))


def accent(said: Message) -> int:
    (container,) = json.loads(DISCORD.pages(said)[0].components)
    return int(container["accent_color"])


def test_a_tone_is_a_colour_on_discord() -> None:
    colours = [accent(message(text("x"), tone=tone)) for tone in Tone]
    assert len(set(colours)) == len(Tone)


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_kept(tone: Tone) -> None:
    said = message(text("Ana is right"), tone=tone)
    assert load(dump(said)) == said
    assert without_names(said, ["Ana"]).tone is tone


def test_a_message_from_before_there_were_tones_can_be_read() -> None:
    assert load('[1,true,false,[["heading","Hello"]]]').tone is Tone.PLAIN


@pytest.mark.parametrize("written", ['[1,true,false,[],"loud"]', '[1,true,false,[],"right","wrong"]'])
def test_an_unknown_tone_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of several kinds)
        load(written)


@given(BARS)
def test_a_bar_never_promises_too_much(progress: Progress) -> None:
    full, empty = progress.bar.count("▰"), progress.bar.count("▱")
    assert 1 <= full + empty <= 10
    assert (empty == 0) is (progress.done == progress.total)
    assert progress.bar.endswith(progress.words)
    assert load(dump(message(progress))) == message(progress)


@pytest.mark.parametrize(("done", "total"), [(-1, 3), (4, 3), (0, 0)])
def test_impossible_progress_is_refused(done: int, total: int) -> None:
    with pytest.raises(ValueError, match="isn't progress"):
        Progress(done, total)


def test_every_platform_shows_progress() -> None:
    said = message(Progress(3, 15))
    assert plain(said) == "3 of 15"
    assert "▰▰▱▱▱▱▱▱▱▱ 3 of 15" in json.loads(DISCORD.pages(said)[0].components)[0]["components"][0]["content"]
    (page,) = Renderer(lambda words: words).pages(said)
    assert page.text == "3 of 15"
    assert page.blocks[0]["elements"][0]["text"] == "▰▰▱▱▱▱▱▱▱▱ 3 of 15"
    assert web(said, lambda _: "") == [{"type": "progress", "done": 3, "total": 15, "text": "3 of 15"}]
