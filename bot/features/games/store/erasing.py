"""Taking people out of games: out of their logs, and out of the answers given in them.

An erasing replica takes part in the log's agreement: it logs that someone has been erased, and rewrites what was
logged before in the same transaction. So no replica can go on from a log that names them: its next event would have a
number that is taken, and it reads on first.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update

from bot.features.games import erasure
from bot.features.games.events import Erased, encode
from bot.features.games.model import Key, Person
from bot.features.games.store.log import append, events
from bot.storage.errors import StoreError
from bot.storage.personal_data import of_member
from bot.storage.tables import game, game_answer, game_event, game_venue
from bot.storage.transaction import Transaction, Values

_ATTEMPTS = 100

_LOGGED = select(game_event.c.tenant, game_event.c.game, game_event.c.number, game_event.c.event)
_IN_ORDER = (game_event.c.tenant, game_event.c.game, game_event.c.number)
_THIS = (game_event.c.tenant == bindparam("tenant_")) & (game_event.c.game == bindparam("game_"))
_NEXT = select(func.coalesce(func.max(game_event.c.number), -1) + 1).where(_THIS)
_HOLD = (
    select(game.c.id)
    .where((game.c.tenant == bindparam("tenant_")) & (game.c.id == bindparam("game_")))
    .with_for_update()
)
_REWRITE = (
    update(game_event).where(_THIS & (game_event.c.number == bindparam("number_"))).values(event=bindparam("event_"))
)
_MINE = of_member(game_answer)
_ANSWERED = (
    select(game_venue.c.home, game_venue.c.game)
    .join(game_answer, (game_answer.c.tenant == game_venue.c.tenant) & (game_answer.c.game == game_venue.c.game))
    .where(_MINE)
    .distinct()
)
_ANSWERS = select(game_answer.c.position, game_answer.c.given).where(
    _MINE & (game_answer.c.game == bindparam("game_"))
)
_REPLACE = (
    update(game_answer)
    .where(_MINE & (game_answer.c.game == bindparam("game_")) & (game_answer.c.position == bindparam("position_")))
    .values(member=bindparam("someone_"), given=bindparam("given_"))
)
_WHO_ANSWERED = (
    select(game_answer.c.tenant, game_answer.c.member)
    .where(
        game_answer.c.tenant.in_(bindparam("tenants_", expanding=True)) & (game_answer.c.game == bindparam("game_"))
    )
    .distinct()
)
_ELSEWHERE = (
    select(game_venue.c.home, game_venue.c.game)
    .where((game_venue.c.tenant == bindparam("tenant_")) & (game_venue.c.home != bindparam("tenant_")))
    .distinct()
)
_DROP = delete(game_answer).where(_MINE & (game_answer.c.game == bindparam("game_")))


def logged(transaction: Transaction, who: Person, names: Collection[str] = ()) -> list[tuple[Key, int, str]]:
    """Return the events that name a person, whichever tenant keeps them, in order: their games and numbers too.

    Args:
        transaction: to read in.
        who: the person.
        names: which a team or a place may have as well.
    """
    found = transaction.rows(_naming(who, names).order_by(*_IN_ORDER), {})
    return [(Key(*key), number, event) for *key, number, event in found if _names(event, who, names)]


def erase(transaction: Transaction, who: Person, names: Collection[str]) -> None:
    """Put someone without a name in a person's place, in all games that they are in.

    Args:
        transaction: to write in.
        who: whom to take out.
        names: under which they were shown.
    """
    answered = {Key(*row) for row in transaction.rows(_ANSWERED, _values(who))}
    keys = answered | {key for key, _, _ in logged(transaction, who, names)}
    for key in sorted(keys):  # in one order everywhere, or two could each wait for a game that the other holds
        _erase_in(transaction, key, who, names)


def erase_tenant(transaction: Transaction, tenant: str) -> None:
    """Put someone without a name in the place of each of a tenant's people, in the games of other tenants.

    What they have answered is a row of the tenant's own, and stays until those are deleted.

    Args:
        transaction: to write in.
        tenant: which is leaving.
    """
    for key in sorted(Key(*row) for row in transaction.rows(_ELSEWHERE, {"tenant_": tenant})):
        transaction.rows(_HOLD, _of(key))
        _erase_all_in(transaction, key, tenant)


def hold(transaction: Transaction, key: Key, number: int) -> bool:
    """Keep a game as it is until the transaction ends; return False if its log has grown beyond a number of events.

    Args:
        transaction: to write in.
        key: which game.
        number: of the events that are known.
    """
    transaction.rows(_HOLD, _of(key))  # a statement of its own: the next one sees what those it waited for have done
    ((known,),) = transaction.rows(_NEXT, _of(key))
    return bool(known == number)


def drop_strangers(
    transaction: Transaction, game_id: str, tenants: Collection[str], known: Collection[Person]
) -> None:
    """Delete the answers of people who aren't in a game: those that came while they were being erased.

    Args:
        transaction: to write in.
        game_id: in which game.
        tenants: those that play.
        known: everybody who is in it.
    """
    rows = transaction.rows(_WHO_ANSWERED, {"tenants_": sorted(tenants), "game_": game_id})
    for stranger in {Person(*row) for row in rows} - set(known):
        transaction.change(_DROP, {**_values(stranger), "game_": game_id})


def _erase_in(transaction: Transaction, key: Key, who: Person, names: Collection[str]) -> None:
    transaction.rows(_HOLD, _of(key))
    someone = who.replaced_by(secrets.token_hex(8))
    # First, as from then on nobody can log anything until this is done.
    _log(transaction, key, Erased(who=someone))
    for _, _, number, event in transaction.rows(_naming(who, names).where(_THIS), _of(key)):
        if _names(event, who, names):
            _rewrite(transaction, key, number, erasure.without(event, {who: someone}, names))
    for position, given in transaction.rows(_ANSWERS, {**_values(who), "game_": key.game}):
        new: Values = {"someone_": someone.member, "given_": erasure.answer_without_words(given)}
        transaction.change(_REPLACE, {**_values(who), "game_": key.game, "position_": position, **new})


def _erase_all_in(transaction: Transaction, key: Key, tenant: str) -> None:
    for _ in range(_ATTEMPTS):
        kept = events(transaction, key, 0)
        people: defaultdict[Person, set[str]] = defaultdict(set)
        for event in kept:
            for who, names in erasure.people_of(event, tenant).items():
                people[who] |= names
        stand_ins = {who: who.replaced_by(secrets.token_hex(8)) for who in people}
        gone = [encode(Erased(who=someone)) for someone in stand_ins.values()]
        # As in _erase_in, first: one who has joined since the log was read has taken the number, so it's read again.
        if not gone or append(transaction, key, len(kept), gone):
            for number, event in enumerate(kept):
                rewritten = erasure.without(event, stand_ins, set().union(*people.values()))
                if not rewritten or rewritten != erasure.without(event, {}, ()):
                    _rewrite(transaction, key, number, rewritten)
            return
    raise StoreError("A game is moving too fast; try again.")


def _rewrite(transaction: Transaction, key: Key, number: int, event: str) -> None:
    transaction.change(_REWRITE, {**_of(key), "number_": number, "event_": event})


def _log(transaction: Transaction, key: Key, event: Erased) -> None:
    for _ in range(_ATTEMPTS):  # another replica may take the number meanwhile
        ((number,),) = transaction.rows(_NEXT, _of(key))
        if append(transaction, key, number, [encode(event)]):
            return
    raise StoreError("A game is moving too fast; try again.")


def _naming(who: Person, names: Collection[str]) -> Any:  # noqa: ANN401 (a statement)
    """Make the statement that finds events with a person's id or names in them, and some more."""
    written = [json.dumps(who.member, ensure_ascii=False)]
    written += [json.dumps(name, ensure_ascii=False)[1:-1] for name in names if name]
    homes = (
        select(game_venue.c.home, game_venue.c.game).where(game_venue.c.tenant == who.tenant).distinct().subquery()
    )
    in_game = (homes.c.home == game_event.c.tenant) & (homes.c.game == game_event.c.game)
    return _LOGGED.join_from(game_event, homes, in_game).where(
        or_(*(game_event.c.event.contains(each, autoescape=True) for each in written))
    )


def _names(event: str, who: Person, names: Collection[str]) -> bool:
    unnamed = erasure.without(event, {who: Person("", "")}, names)
    return not unnamed or unnamed != erasure.without(event, {}, ())  # what can't be read was found by its words


def _of(key: Key) -> Values:
    return {"tenant_": key.tenant, "game_": key.game}


def _values(who: Person) -> Values:
    return {"tenant_": who.tenant, "member_": who.member}
