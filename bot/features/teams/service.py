"""What members can do with lasting teams, each in one transaction."""

from dataclasses import replace
from random import Random

from bot.features.teams import store
from bot.features.teams.model import COLOURS, MOST_LASTING, UNDO, LastingTeam
from bot.language.ids import new_id
from bot.language.refusals import Offer, Refusal
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, text
from bot.language.text import as_seen
from bot.naming.titles import Title, Titles
from bot.naming.unknown import unknown
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_AROUND = ("the {}", "team {}", "the team {}", "{} team", "the {} team")
"""How people say a team's name: “the blue team”."""

_ONES_OWN = ("my team", "our team")


class Teams:
    """Creates and changes the lasting teams of all tenants.

    Args:
        database: stores the teams.
        random: generates ids.
    """

    def __init__(self, database: Database, random: Random) -> None:
        self._database = database
        self._random = random

    async def all(self, asker: Asker) -> list[LastingTeam]:
        """Return the teams of the asker's tenant, oldest first."""
        return await self._database.read(lambda transaction: store.of_tenant(transaction, asker.tenant.key))

    async def create(self, asker: Asker, typed: str, colour: str) -> LastingTeam:
        """Create a team with the asker in it.

        Args:
            asker: the member.
            typed: the team's name.
            colour: one of COLOURS, or "" for the one that the fewest teams have.

        Raises:
            Refusal: a team has that name, or there are too many teams.
        """
        name = " ".join(typed.split())
        team_id = new_id(self._random, 8)
        return await self._database.transact(lambda transaction: _create(transaction, asker, team_id, name, colour))

    async def join(self, asker: Asker, typed: str) -> LastingTeam:
        """Move the asker into a team, from any other.

        Args:
            asker: the member.
            typed: the name of the team, as typed.

        Raises:
            Refusal: there's no such team.
        """
        return await self._database.transact(lambda transaction: _join(transaction, asker, typed))

    async def leave(self, asker: Asker) -> LastingTeam:
        """Remove the asker from their team; return the team as it was before.

        Raises:
            Refusal: they aren't in a team.
        """
        return await self._database.transact(lambda transaction: _leave(transaction, asker))

    async def rename(self, asker: Asker, typed: str, name: str) -> tuple[LastingTeam, LastingTeam]:
        """Rename a team; return it as it was before, and as it is now.

        Args:
            asker: the member.
            typed: its current name, as typed.
            name: the new name.

        Raises:
            Refusal: there's no such team, the asker may not rename it, or another team has that name.
        """
        return await self._database.transact(
            lambda transaction: _rename(transaction, asker, typed, " ".join(name.split()))
        )

    async def to_remove(self, asker: Asker, typed: str) -> LastingTeam:
        """Return the team that the asker wants to remove.

        Args:
            asker: the member.
            typed: the team's name, as typed.

        Raises:
            Refusal: there's no such team, or the asker may not remove it.
        """
        return await self._database.read(
            lambda transaction: _may_change(
                _named(store.of_tenant(transaction, asker.tenant.key), typed, asker), asker, "remove"
            )
        )

    async def remove(self, asker: Asker, team_id: str) -> LastingTeam:
        """Remove a team; it can be restored for a while.

        Raises:
            Refusal: it's already gone, or the asker may not remove it.
        """

        def work(transaction: Transaction) -> LastingTeam:
            teams = {each.id: each for each in _held(transaction, asker.tenant.key)}
            if team_id not in teams:
                raise Refusal("That team is already gone; /team list shows the others.")
            team = _may_change(teams[team_id], asker, "remove")
            store.remove(transaction, asker.tenant.key, team_id, asker.at)
            return team

        return await self._database.transact(work)

    async def bring_back(self, asker: Asker, team_id: str) -> LastingTeam:
        """Restore a removed team, with its former members who haven't joined another.

        Raises:
            Refusal: it's too late, its name is taken, there are too many teams, or the asker may not restore it.
        """

        def work(transaction: Transaction) -> LastingTeam:
            tenant = asker.tenant.key
            teams = _held(transaction, tenant)
            team = store.removed(transaction, tenant, team_id, asker.at - UNDO)
            if team is None:
                raise Refusal("That team can't come back any more; make a new one with /team create.")
            _may_change(team, asker, "bring back")
            if len(teams) >= MOST_LASTING:
                raise Refusal(f"There are already {MOST_LASTING} teams; remove one first.")
            if any(as_seen(each.name) == as_seen(team.name) for each in teams):
                raise Refusal(f"There's a new team called “{team.name}”; rename that one first.")
            store.bring_back(transaction, tenant, team)
            return team

        return await self._database.transact(work)


def titles(teams: list[LastingTeam], member: str) -> Titles:
    """Return teams as titles to search, also by what a member with this id may call them."""

    def aliases(team: LastingTeam) -> tuple[str, ...]:
        around = tuple(words.format(team.name) for words in _AROUND)
        return (*around, *_ONES_OWN) if member in team.members else around

    return Titles(Title(each.id, each.name, aliases(each)) for each in teams)


def _create(transaction: Transaction, asker: Asker, team_id: str, name: str, colour: str) -> LastingTeam:
    tenant, member = asker.tenant.key, asker.member
    teams = _held(transaction, tenant)
    if len(teams) >= MOST_LASTING:
        raise Refusal(f"There are already {MOST_LASTING} teams; join one with /team join.")
    colours = [each.colour for each in teams]
    team = LastingTeam(team_id, name, colour or min(COLOURS, key=colours.count), {member.id: member.name})
    taken = any(as_seen(each.name) == as_seen(name) for each in teams)
    if taken or not store.create(transaction, tenant, team, asker.at):
        join = f"/team join {name}"
        offers = [Offer(f"Join {name}", line=join)]
        sentence = text(f"There's already a team “{name}”; join it with ", CommandMention(join))
        raise Refusal(sentence, option="name", offers=offers)
    store.join(transaction, asker.key, member.name, team.id, asker.at)
    return team


def _join(transaction: Transaction, asker: Asker, typed: str) -> LastingTeam:
    tenant, member = asker.tenant.key, asker.member
    teams = _held(transaction, tenant)
    if not teams:
        create = f"/team create {typed}"
        offers = [Offer(f"Make {typed}", line=create)]
        sentence = text(f"There's no team “{typed}”; make it with ", CommandMention(create))
        raise Refusal(sentence, option="team", offers=offers)
    team = _named(teams, typed, asker)
    store.join(transaction, asker.key, member.name, team.id, asker.at)
    return team


def _rename(transaction: Transaction, asker: Asker, typed: str, name: str) -> tuple[LastingTeam, LastingTeam]:
    teams = _held(transaction, asker.tenant.key)
    team = _may_change(_named(teams, typed, asker), asker, "rename")
    if any(as_seen(each.name) == as_seen(name) for each in teams if each.id != team.id):
        raise Refusal(f"There's already a team “{name}”; choose another name.", option="name")
    store.rename(transaction, asker.tenant.key, team.id, name)
    return team, replace(team, name=name)


def _named(teams: list[LastingTeam], typed: str, asker: Asker) -> LastingTeam:
    """Return the team that the asker named, or raise Refusal with a list of the teams.

    Args:
        teams: the tenant's teams.
        typed: the name, as typed.
        asker: who names it, maybe as “my team”.
    """
    if not teams:
        raise Refusal("There are no teams yet; make the first one with /team create and a name.", option="team")
    known = titles(teams, asker.member.id)
    found = known.match(typed)
    if found is None:
        names = ", ".join(each.name for each in teams)
        raise unknown("team", f"There's no team “{typed}”", known, typed, f"Choose one of: {names}.")
    return next(each for each in teams if each.id == found.key)


def _may_change(team: LastingTeam, asker: Asker, doing: str) -> LastingTeam:
    """Return a team if the asker is an administrator or nobody else is in it; otherwise raise Refusal."""
    if asker.member.administers or set(team.members) <= {asker.member.id}:
        return team
    raise Refusal(f"Only an administrator can {doing} a team that has other people in it; ask one.")


def _leave(transaction: Transaction, asker: Asker) -> LastingTeam:
    teams = _held(transaction, asker.tenant.key)
    mine = next((each for each in teams if asker.member.id in each.members), None)
    if mine is None:
        raise Refusal("You aren't in a team; /team list shows them all.")
    store.leave(transaction, asker.key)
    return mine


def _held(transaction: Transaction, tenant: str) -> list[LastingTeam]:
    """Return a tenant's teams, and lock them until the transaction ends."""
    store.hold(transaction, tenant)  # must come first: once it has the locks, the next query sees all commits
    return store.of_tenant(transaction, tenant)
