"""`versed export`: write a pack for other programs: a deck for Anki, a table, questions for Moodle."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.output import write_file
from bot.content.model import Pack
from bot.content.reading.library import Library
from bot.content.reading.load import load
from bot.exchange.writing.formats import ANKI, WRITERS
from bot.exchange.writing.pieces import lines
from bot.features.packs.naming import named as named_pack
from bot.features.reviews import anki, anki_media
from bot.features.reviews.deck import Deck
from bot.illustrations.illustrator import Illustrator
from bot.language.refusals import Refusal
from bot.language.text import counted, listed
from bot.pictures.cache import PictureCache
from bot.runtime.settings import Settings

FORMATS = (ANKI, *WRITERS)
"""The formats in which a pack can be written."""

_BY_ENDING = {".apkg": ANKI} | {f".{writer.ending}": name for name, writer in reversed(WRITERS.items())}


def export(settings: Settings, pack_name: str, file: Path, form: str = "") -> list[str]:
    """Write a pack to a file; return lines that say what was written and what wasn't.

    Args:
        settings: the settings, for the pack folders.
        pack_name: a pack's id or title, or its folder.
        file: the file to write, replacing an existing one.
        form: one of FORMATS; "" to choose by the file's extension.

    Raises:
        Refusal: there's no such pack or format, nothing in the pack fits the format, or the file can't be written.
        PackError: the pack has problems.
    """
    form = form or _BY_ENDING.get(file.suffix.lower(), "")
    if not form:
        raise Refusal(f"I can't tell what {file} should be; add --as {listed(list(FORMATS), 'or')}.")
    if (Path(pack_name) / "pack.yaml").is_file():
        pack = load(Path(pack_name))
        library = Library([Path(pack_name)])
    else:
        library = Library(settings.content, settings.cache)
        pack = named_pack(library.packs.values(), pack_name)
    data, notes = _deck(library, pack) if form == ANKI else _written(library, pack, form)
    write_file(file, data)
    return notes


def _deck(library: Library, pack: Pack) -> tuple[bytes, list[str]]:
    deck = Deck(pack)
    if not deck.cards:
        raise Refusal(f"{pack.title} has no cards yet; add cards, terms or comparisons to it, then export it again.")
    data = anki.package([anki.Learnt(deck)], datetime.now(UTC), asyncio.run(_pictures(library, deck)))
    return data, [f"Anki deck: {counted(len(deck.cards), 'card')} written."]


async def _pictures(library: Library, deck: Deck) -> anki_media.CardImages:
    cache = PictureCache()
    try:
        return await Illustrator(library, cache).pictures(anki_media.drawings([deck]))
    finally:
        cache.close()


def _written(library: Library, pack: Pack, form: str) -> tuple[bytes, list[str]]:
    images = {name: raw for name, digest in pack.images.items() if (raw := library.image(digest))}
    writer = WRITERS[form]
    written = writer.write(pack, images)
    notes = list(lines(written, writer.name))
    if not written.count:
        raise Refusal(f"Nothing in {pack.title} can be written as {writer.name}; choose another format.")
    return written.data, notes
