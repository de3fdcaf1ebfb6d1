"""Packs for tests.

pets has three sides; numbers asks for a number; bakery has questions whose answers have parts; workshop has pictures,
code and cases beside its items; rivers has no sides and only what a pack must have; rust is a team's own pack;
sailing, helpdesk, gardening, pool, funicular, printshop, frontdesk and the decks were imported: sailing is a
glossary, and the others are cards.
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
    """The pack with questions whose answers have parts, or may be nearly right."""
    return load(BAKERY)


@cache
def rivers() -> Pack:
    """The pack that compares nothing and explains nothing."""
    return load(RIVERS)


@cache
def rust() -> Pack:
    """A team's own pack."""
    return load(RUST)


@cache
def sailing() -> Pack:
    """An imported glossary."""
    return _imported("sailing.txt")


@cache
def helpdesk() -> Pack:
    """Imported cards."""
    return _imported("helpdesk.csv")


@cache
def gardening() -> Pack:
    """Imported cards about a part of everyday life."""
    return _imported("gardening.csv")


@cache
def pool() -> Pack:
    """Imported cards of a swimming pool."""
    return _imported("pool.csv")


@cache
def funicular() -> Pack:
    """Imported cards of a mountain railway; nothing is tuned on them."""
    return _imported("funicular.csv")


@cache
def printshop() -> Pack:
    """Imported cards of a letterpress print shop; nothing is tuned on them."""
    return _imported("printshop.csv")


@cache
def frontdesk() -> Pack:
    """Imported cards of a hotel's front desk; nothing is tuned on them."""
    return _imported("frontdesk.csv")


@cache
def decks() -> Sequence[Pack]:
    """The imported cards of twelve teams."""
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
    """The pack in which every item has something shown beside it."""
    return load(WORKSHOP)


_taken_out: list[tuple[Pack, dict[str, object]]] = []
"""Packs that lack questions, with the data derived from them before."""


def take_out(pack: Pack, names: Iterable[str]) -> None:
    """Remove questions from those that a pack may ask, as if they'd just left it, until the test ends."""
    _taken_out.append((pack, _forget(pack)))
    for name in names:
        del vars(bank(pack))["_things"][name]


def put_back() -> None:
    """Put back whatever was taken out, as tests share the packs."""
    while _taken_out:
        pack, before = _taken_out.pop()
        _forget(pack)
        vars(pack).update(before)


def _forget(pack: Pack) -> dict[str, object]:
    derived = [name for name in vars(pack) if name.startswith("_derived_")]
    return {name: vars(pack).pop(name) for name in derived}


def changed(pack: Pack, **fields: object) -> Pack:
    """Return a pack with other items and without derived data."""
    return Pack.model_construct(**{**dict(pack), **fields})
