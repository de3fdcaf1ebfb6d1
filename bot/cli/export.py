"""`versed export`: a pack's flashcards as a deck for Anki."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.content.reading.library import Library
from bot.content.reading.load import load
from bot.features.packs.naming import named as named_pack
from bot.features.reviews import anki, anki_media
from bot.features.reviews.deck import Deck
from bot.illustrations.illustrator import Illustrator
from bot.language.message import Refusal
from bot.pictures.cache import PictureCache
from bot.runtime.settings import Settings


def export(settings: Settings, named: str, file: Path) -> int:
    """Write a deck; returns how many cards it has.

    Args:
        settings: where the packs are.
        named: a pack's id or title, or its folder.
        file: where to write; what was there is replaced.

    Raises:
        Refusal: there's no such pack, it has no cards, or the file can't be written.
        PackError: the pack has problems.
    """
    if (Path(named) / "pack.yaml").is_file():
        pack = load(Path(named))
        library = Library([Path(named)])
    else:
        library = Library(settings.content, settings.cache)
        pack = named_pack(library.packs.values(), named)
    deck = Deck(pack)
    if not deck.cards:
        raise Refusal(f"{pack.title} has no cards yet; add cards, terms or comparisons to it, then export it again.")
    data = anki.package([anki.Learnt(deck)], datetime.now(UTC), asyncio.run(_pictures(library, deck)))
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Refusal(f"I can't write {file} ({error.strerror}); choose another file.") from error
    return len(deck.cards)


async def _pictures(library: Library, deck: Deck) -> anki_media.Pictures:
    cache = PictureCache()
    try:
        return await Illustrator(library, cache).pictures(anki_media.drawings([deck]))
    finally:
        cache.close()
