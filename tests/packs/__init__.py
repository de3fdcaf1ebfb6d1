"""Packs for tests.

pets has three sides; numbers asks for one; bakery has questions whose answers have parts; workshop has pictures, code
and cases beside its items; rivers has no sides, and nothing but what it must have; rust is what a team wrote for
itself; sailing, helpdesk, gardening, pool, funicular, printshop and the decks were imported, the first a glossary,
the others cards.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from bot.content.model import Pack
from bot.content.reading.load import load
from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.features.quizzes.questions import bank

PETS = Path(__file__).parent / "pets"
BAKERY = Path(__file__).parent / "bakery"
WORKSHOP = Path(__file__).parent / "workshop"
RIVERS = Path(__file__).parent / "rivers"
NUMBERS = Path(__file__).parent / "numbers"
RUST = Path(__file__).parent / "rust"
BUNDLED = Path(__file__).parents[2] / "content" / "data-scientist-vs-ai-engineer"

_IMPORTED = Path(__file__).parent / "imported"


@cache
def pets() -> Pack:
    """The small pack."""
    return load(PETS)


@cache
def bakery() -> Pack:
    """The pack with questions whose answers have parts, or come close."""
    return load(BAKERY)


@cache
def rivers() -> Pack:
    """The pack that compares nothing and explains nothing."""
    return load(RIVERS)


@cache
def rust() -> Pack:
    """The pack that a team wrote for itself."""
    return load(RUST)


@cache
def sailing() -> Pack:
    """The glossary that was imported."""
    return _imported("sailing.txt")


@cache
def helpdesk() -> Pack:
    """The cards that were imported."""
    return _imported("helpdesk.csv")


@cache
def gardening() -> Pack:
    """Other cards that were imported, on a part of everyday life."""
    return _imported("gardening.csv")


@cache
def pool() -> Pack:
    """Cards of a swimming pool, imported."""
    return _imported("pool.csv")


@cache
def funicular() -> Pack:
    """Cards of a mountain railway, imported, that nothing is tuned on."""
    return _imported("funicular.csv")


@cache
def printshop() -> Pack:
    """Cards of a letterpress print shop, imported, that nothing is tuned on."""
    return _imported("printshop.csv")


@cache
def decks() -> Sequence[Pack]:
    """The cards of twelve teams, imported."""
    return [_imported(f"decks/{each.name}") for each in sorted((_IMPORTED / "decks").iterdir())]


def _imported(file: str) -> Pack:
    path = _IMPORTED / file
    return assembled(read(path.read_bytes()), path.stem).pack


@cache
def bundled() -> Pack:
    """The pack that comes with Versed."""
    return load(BUNDLED)


@cache
def meetings() -> Pack:
    """The second pack that comes with Versed, with three sides."""
    return load(BUNDLED.parent / "meet-message-or-write")


@cache
def workshop() -> Pack:
    """The pack in which something stands beside every item."""
    return load(WORKSHOP)


_taken_out: list[tuple[Pack, dict[str, object]]] = []
"""Packs that lack something, with what had been worked out of them before."""


def take_out(pack: Pack, names: Iterable[str]) -> None:
    """Take questions out of those that a pack may ask, as if they'd left it just now, until the test ends."""
    _taken_out.append((pack, _forget(pack)))
    for name in names:
        del vars(bank(pack))["_things"][name]


def put_back() -> None:
    """Put back whatever was taken out, as packs are shared by tests."""
    while _taken_out:
        pack, before = _taken_out.pop()
        _forget(pack)
        vars(pack).update(before)


def _forget(pack: Pack) -> dict[str, object]:
    derived = [name for name in vars(pack) if name.startswith("_derived_")]
    return {name: vars(pack).pop(name) for name in derived}


def changed(pack: Pack, **fields: object) -> Pack:
    """A pack with other items, of which nothing has been worked out yet."""
    return Pack.model_construct(**{**dict(pack), **fields})
