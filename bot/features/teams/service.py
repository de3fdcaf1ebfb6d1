"""What members do with teams that last. Each is one transaction."""

from random import Random

from bot.content.find import unknown
from bot.content.titles import Title, Titles
from bot.features.teams import store
from bot.features.teams.model import COLOURS, MOST_LASTING, LastingTeam
from bot.language.ids import new_id
from bot.language.message import Offer, Refusal
from bot.language.requests import Asker
from bot.language.text import as_seen
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class Teams:
    """The teams of all tenants.

    Args:
        database: where they are kept.
        random: makes ids.
    """

    def __init__(self, database: Database, random: Random) -> None:
        self._database = database
        self._random = random

    async def all(self, asker: Asker) -> list[LastingTeam]:
        """Return the teams of the asker's tenant, the oldest first."""
        return await self._database.read(lambda transaction: store.of_tenant(transaction, asker.tenant.key))

    async def create(self, asker: Asker, typed: str, colour: str) -> LastingTeam:
        """Make a team with the asker in it.

        Args:
            asker: who makes it.
            typed: its name.
            colour: one of COLOURS, or "" for the one that fewest teams have.

        Raises:
            Refusal: there is one of that name, or there are enough teams.
        """
        name = " ".join(typed.split())
        own = new_id(self._random, 8)
        return await self._database.transact(lambda transaction: _create(transaction, asker, own, name, colour))

    async def join(self, asker: Asker, typed: str) -> LastingTeam:
        """Put the asker in a team, and out of any other.

        Args:
            asker: who joins.
            typed: the name of the team, as typed.

        Raises:
            Refusal: there's no such team.
        """
        return await self._database.transact(lambda transaction: _join(transaction, asker, typed))

    async def leave(self, asker: Asker) -> LastingTeam:
        """Take the asker out of their team; return it as it was.

        Raises:
            Refusal: they are in none.
        """
        return await self._database.transact(lambda transaction: _leave(transaction, asker))


def titles(there_are: list[LastingTeam]) -> Titles:
    """Return teams as they are found by name."""
    return Titles(Title(each.id, each.name) for each in there_are)


def _create(transaction: Transaction, asker: Asker, own: str, name: str, colour: str) -> LastingTeam:
    tenant, member = asker.tenant.key, asker.member
    there_are = _held(transaction, tenant)
    if len(there_are) >= MOST_LASTING:
        raise Refusal(f"There are {MOST_LASTING} teams already; join one with /team join.")
    colours = [each.colour for each in there_are]
    made = LastingTeam(own, name, colour or min(COLOURS, key=colours.count), {member.id: member.name})
    taken = any(as_seen(each.name) == as_seen(name) for each in there_are)
    if taken or not store.create(transaction, tenant, made, asker.at):
        join = f"/team join {name}"
        offers = [Offer(f"Join {name}", line=join)]
        raise Refusal(f"There's a team “{name}” already; join it with {join}", option="name", offers=offers)
    store.join(transaction, tenant, member.id, member.name, made.id, asker.at)
    return made


def _join(transaction: Transaction, asker: Asker, typed: str) -> LastingTeam:
    tenant, member = asker.tenant.key, asker.member
    there_are = {each.id: each for each in _held(transaction, tenant)}
    known = titles(list(there_are.values()))
    found = known.match(typed)
    if found is None and not there_are:
        create = f"/team create {typed}"
        offers = [Offer(f"Make {typed}", line=create)]
        raise Refusal(f"There's no team “{typed}”; make it with {create}", option="team", offers=offers)
    if found is None:
        names = ", ".join(each.name for each in there_are.values())
        raise unknown("team", f"There's no team “{typed}”", known, typed, f"Choose one of: {names}.")
    store.join(transaction, tenant, member.id, member.name, found.key, asker.at)
    return there_are[found.key]


def _leave(transaction: Transaction, asker: Asker) -> LastingTeam:
    there_are = _held(transaction, asker.tenant.key)
    mine = next((each for each in there_are if asker.member.id in each.members), None)
    if mine is None:
        raise Refusal("You are in no team; see those there are with /team list.")
    store.leave(transaction, asker.tenant.key, asker.member.id)
    return mine


def _held(transaction: Transaction, tenant: str) -> list[LastingTeam]:
    """Return a tenant's teams, which nobody else changes until the transaction ends."""
    store.hold(transaction, tenant)  # a statement of its own: the next one sees what those it waited for have done
    return store.of_tenant(transaction, tenant)
