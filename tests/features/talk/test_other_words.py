"""Lines that are refused as commands, with what's offered instead."""

import pytest

from bot.catalogue import CATALOGUE
from bot.features.talk.intents import Intents
from bot.features.talk.other_words import OtherWords
from bot.features.talk.wishes.matching import Instead, wish
from bot.language.command_names import named_by
from bot.language.refusals import Refusal
from bot.language.rich_text import CommandMention

ASKED_OF_POSTS = {
    "post the report on Monday morning": "/schedule edit report monday 09:00",
    "move the tips to the afternoon": "/schedule edit tip 15:00",
    "send the weekly report on Friday in the late afternoon": "/schedule edit report friday 17:00",
    "move the challenge an hour earlier": "/schedule edit challenge 15:00",
    "post the quiz at lunchtime": "/schedule edit question 12:00",
    "post it later": "/schedule edit tip 15:00",
    "no challenges on Fridays": "/schedule edit challenge except fridays",
    "only post reports on Mondays": "/schedule edit report mondays",
    "send the challenge now": "/schedule now challenge",
    "move the report to #random": "/schedule edit report",
    "too many questions": "/schedule edit question days:monday",
}

OTHER_WORDS = OtherWords(Intents(CATALOGUE))
REFUSED = Refusal("There's no such topic.")

MEANT = {
    "/quiz stop": ["/game stop"],
    "/quiz daily": ["/schedule question", "/schedule challenge"],
    "/quiz results": ["/progress", "/leaderboard"],
    "/quiz team": ["/game start", "/challenge"],
    "/quiz skip": ["/quiz"],
    "/tip daily": ["/schedule tip", "/schedule resume tip"],
    "/tip every morning": ["/schedule tip", "/schedule resume tip"],
    "/tip at 9:00": ["/schedule tip", "/schedule resume tip"],
    "/tips off": ["/schedule pause tip", "/schedule remove tip"],
    "/tip list": ["/tip"],
    "/cards": ["/review"],
    "/cards stop": ["/remind off"],
    "/review reset": ["/privacy erase"],
    "/review daily": ["/remind 9:00"],
    "/leaderboard off": ["/settings shown:no"],
    "/leaderboard reset": ["/season start", "/season reset"],
    "/leaderboard today": ["/leaderboard month", "/leaderboard all"],
    "/leaderboard top 10": ["/leaderboard"],
    "/leaderboard every friday": ["/schedule report"],
    "/challenge results": ["/leaderboard week"],
    "/challenge list": ["/challenge", "/schedule list"],
    "/challenge extend": ["/challenge close", "/schedule skip challenge"],
    "/challenge off": ["/schedule pause", "/settings starters:administrators"],
    "/game players": ["/leaderboard"],
    "/progress reset": ["/privacy erase"],
    "/progress @Ben": ["/progress show:team"],
    "/link off": ["/unlink"],
    "/privacy policy": ["/help privacy"],
    "/quiz topics": ["/compare"],
    "/stop": ["/remind off", "/schedule pause all"],
    "/trivia data": ["/quiz data"],
    "/stats": ["/progress"],
    "/glossary": ["/define", "/define bias"],
    "/glossary RAG": ["/define rag"],
    "/timezone Berlin": ["/settings zone:Berlin"],
    "/settings difficulty hard": ["/quiz 10"],
    "/quiz stopping": [],
    "/define reminders": [],
    "/game kick Ben": [],
    "/blorp": [],
}


@pytest.mark.parametrize("line", ASKED_OF_POSTS)
def test_the_command_names_the_post_and_the_part_of_day_that_was_said(line: str) -> None:
    found = wish(line)
    assert isinstance(found, Instead)
    first = next(each.line for each in found.sentence.spans if isinstance(each, CommandMention))
    assert first == ASKED_OF_POSTS[line]


@pytest.mark.parametrize("line", MEANT)
def test_what_was_meant_is_offered(line: str) -> None:
    named = named_by(line, CATALOGUE)
    meant = OTHER_WORDS.meant(
        line, REFUSED, named[0].name if named else line.split()[0][1:] if "game" in line else ""
    )
    assert [offer.line for offer in meant.offers] == MEANT[line]
    assert (meant is REFUSED) == (not MEANT[line])
    assert all(named_by(offer.line, CATALOGUE) for offer in meant.offers)
