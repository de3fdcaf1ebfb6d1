"""Finds and rewrites people's data in games: their names in logs, and their answers."""

import json
from collections.abc import Collection

from sqlalchemy import bindparam, delete, func, select, update

from bot.features.games.model import Key
from bot.language.people import MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import game, game_answer, game_event, game_venue
from bot.storage.transaction import Transaction, Values

_PLAIN = str.maketrans({special: f"/{special}" for special in "%_/"})
_THIS = (game_event.c.tenant == bindparam("tenant_")) & (game_event.c.game == bindparam("game_"))
_PLAYED = select(game_venue.c.home, game_venue.c.game).where(game_venue.c.tenant == bindparam("whose_")).distinct()
_PLAYED_BY_TENANT = _PLAYED.subquery()
_NAMING = (
    select(game_event.c.tenant, game_event.c.game, game_event.c.number, game_event.c.event)
    .join_from(
        game_event,
        _PLAYED_BY_TENANT,
        (_PLAYED_BY_TENANT.c.home == game_event.c.tenant) & (_PLAYED_BY_TENANT.c.game == game_event.c.game),
    )
    .where(game_event.c.event.like(bindparam("pattern_"), escape="/"))
)
_NAMING_IN_GAME = _NAMING.where(_THIS)
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


def naming(
    transaction: Transaction, who: MemberKey, names: Collection[str], key: Key | None = None
) -> list[tuple[Key, int, str]]:
    """Return the events, in any tenant's logs, that contain a person's id or names; some may be false positives.

    Args:
        transaction: the transaction to read in.
        who: the person.
        names: the person's display names, which may also appear in names of teams and channels.
        key: the only game to search; None for all.

    Returns:
        The stored events in order, each with its game and its number.
    """
    statement, values = (_NAMING, {}) if key is None else (_NAMING_IN_GAME, _of(key))
    found = {
        (Key(tenant, game_id), number): event
        for pattern in _patterns(who, names)
        for tenant, game_id, number, event in transaction.rows(
            statement, {**values, "whose_": who.tenant, "pattern_": pattern}
        )
    }
    return [(game_key, number, event) for (game_key, number), event in sorted(found.items())]


def answered(transaction: Transaction, who: MemberKey) -> set[Key]:
    """Return the games in which a person has answered."""
    return {Key(*row) for row in transaction.rows(_ANSWERED, key_of(who))}


def elsewhere(transaction: Transaction, tenant: str) -> set[Key]:
    """Return the games of other tenants in which a tenant plays."""
    return {Key(*row) for row in transaction.rows(_ELSEWHERE, {"tenant_": tenant})}


def hold(transaction: Transaction, key: Key) -> int:
    """Lock a game's row until the transaction ends; return the number of its next event."""
    transaction.rows(_HOLD, _of(key))  # a separate statement, so that the next one sees what other lock holders did
    return next_number(transaction, key)


def next_number(transaction: Transaction, key: Key) -> int:
    """Return the number of a game's next event, unless another replica takes it first."""
    ((number,),) = transaction.rows(_NEXT, _of(key))
    return int(number)


def rewrite(transaction: Transaction, key: Key, number: int, event: str) -> None:
    """Replace an event in the log.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        number: the event's number.
        event: the new event.
    """
    transaction.change(_REWRITE, {**_of(key), "number_": number, "event_": event})


def answers(transaction: Transaction, key: Key, who: MemberKey) -> dict[int, str]:
    """Return a person's answers in a game, by the position of the question.

    Args:
        transaction: the transaction to read in.
        key: the game's key.
        who: the person.
    """
    rows = transaction.rows(_ANSWERS, {**key_of(who), "game_": key.game})
    return {position: given for position, given in rows}  # noqa: C416 (rows, not pairs)


def replace_answer(
    transaction: Transaction, key: Key, who: MemberKey, position: int, *, someone: MemberKey, given: str
) -> None:
    """Attribute a person's answer to their stand-in.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        who: the person.
        position: the question's position.
        someone: the stand-in.
        given: the new text of the answer.
    """
    new: Values = {"someone_": someone.member, "given_": given}
    transaction.change(_REPLACE, {**key_of(who), "game_": key.game, "position_": position, **new})


def drop_strangers(
    transaction: Transaction, game_id: str, tenants: Collection[str], known: Collection[MemberKey]
) -> None:
    """Delete answers of people who aren't in a game: these came in while their authors were being erased.

    Args:
        transaction: the transaction to write in.
        game_id: the game's id.
        tenants: the tenants that take part.
        known: everybody in the game.
    """
    rows = transaction.rows(_WHO_ANSWERED, {"tenants_": sorted(tenants), "game_": game_id})
    for stranger in {MemberKey(*row) for row in rows} - set(known):
        transaction.change(_DROP, {**key_of(stranger), "game_": game_id})


def _patterns(who: MemberKey, names: Collection[str]) -> list[str]:
    """Return the LIKE patterns of events that contain a person's id or names, as substrings."""
    written = [json.dumps(who.member, ensure_ascii=False)]
    written += [json.dumps(name, ensure_ascii=False)[1:-1] for name in names if name]
    return [f"%{each.translate(_PLAIN)}%" for each in written]


def _of(key: Key) -> Values:
    return {"tenant_": key.tenant, "game_": key.game}
