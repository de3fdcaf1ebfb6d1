"""Finds the running games and open challenges in a member's channels."""

from bot.features.challenges.model import Challenge
from bot.features.challenges.store import challenges
from bot.features.games.game_finder import GameFinder
from bot.features.games.model import Key
from bot.features.games.state import GamePhase
from bot.features.games.store import games
from bot.features.home.model import GameThere, GoingOn
from bot.language.port import Presence
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_MOST = 5
"""Maximum number of games, and of challenges, that are shown."""


async def look(asker: Asker, presence: Presence | None, database: Database, game_finder: GameFinder) -> GoingOn:
    """Return the running games and open challenges in a member's channels.

    Args:
        asker: the member.
        presence: knows which channels they're in; None if nobody knows, and then only what they take part in is
            found.
        database: stores games and challenges.
        game_finder: finds games.
    """
    tenant = asker.tenant.key

    def read(transaction: Transaction) -> tuple[dict[str, Key], list[Challenge], list[Challenge]]:
        return (
            games.running_in_tenant(transaction, tenant),
            challenges.joined(transaction, asker.key),
            challenges.open_in_tenant(transaction, tenant),
        )

    running, joined, opened = await database.read(read)
    mine = tuple(each for each in joined if asker.at < each.closes)
    taken = {each.id for each in joined}
    others = [each for each in opened if asker.at < each.closes and each.id not in taken]
    places = {*running, *(each.place for each in others)}
    seen = set(await presence.among(asker.key, places)) if presence is not None and places else set()
    there = [(place, key) for place, key in running.items() if place in seen]
    games_there = [await _stands(asker, place, key, game_finder) for place, key in there[:_MOST]]
    return GoingOn(
        tuple(each for each in games_there if each is not None),
        mine,
        tuple(each for each in others if each.place in seen)[:_MOST],
    )


async def _stands(asker: Asker, place: str, key: Key, game_finder: GameFinder) -> GameThere | None:
    try:
        state = (await game_finder.journal(key)).state
    except Refusal:  # it's gone since
        return None
    venue = next((each for each in state.venues if (each.tenant, each.place) == (asker.tenant.key, place)), None)
    if venue is None or state.phase is GamePhase.ENDED:
        return None
    player = state.players.get(asker.key)
    return GameThere(state, venue, player is not None and player.playing)
