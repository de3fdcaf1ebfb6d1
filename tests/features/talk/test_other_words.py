"""Lines that are refused as commands, with what's offered instead."""

import pytest

from bot.catalogue import CATALOGUE
from bot.features.talk.intents import Intents
from bot.features.talk.other_words import OtherWords
from bot.language.command_names import named_by
from bot.language.refusals import Refusal

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
    "/timezone Berlin": ["/settings zone:Berlin"],
    "/settings difficulty hard": ["/quiz 10"],
    "/quiz stopping": [],
    "/define reminders": [],
    "/game kick Ben": [],
    "/blorp": [],
}


@pytest.mark.parametrize("line", MEANT)
def test_what_was_meant_is_offered(line: str) -> None:
    named = named_by(line, CATALOGUE)
    meant = OTHER_WORDS.meant(
        line, REFUSED, named[0].name if named else line.split()[0][1:] if "game" in line else ""
    )
    assert [offer.line for offer in meant.offers] == MEANT[line]
    assert (meant is REFUSED) == (not MEANT[line])
    assert all(named_by(offer.line, CATALOGUE) for offer in meant.offers)
