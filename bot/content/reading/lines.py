"""Whole packs as lines of JSON, to be kept and read again quickly.

The cover stands on one line, what images there are on the next, and each further one is a sheet of some items:
pydantic lets no other thread go on until it has read or written a whole text.
"""

from collections.abc import Iterator

from pydantic import TypeAdapter

from bot.content.model import Cover, Pack, Sheet
from bot.content.reading.load import join
from bot.runtime import gc_tuning
from bot.runtime.turns import AT_ONCE

_IMAGES = TypeAdapter(dict[str, str])


def lines_of(pack: Pack) -> Iterator[bytes]:
    """Yield the lines of a pack."""
    # Without what it leaves out: an empty list of sides would be refused when it's read.
    yield pack.model_dump_json(include=set(Cover.model_fields), exclude_defaults=True).encode()
    yield _IMAGES.dump_json(pack.images)
    for kind in Sheet.model_fields:
        items = getattr(pack, kind)
        for start in range(0, len(items), AT_ONCE):
            sheet = Sheet.model_construct(**{kind: items[start : start + AT_ONCE]})
            yield sheet.model_dump_json(include={kind}).encode()


def pack_from(body: bytes) -> Pack:
    """Return the pack whose lines these are.

    Raises:
        ValidationError: they're no pack's, or one's from before something in packs was called otherwise.
    """
    with gc_tuning.paused():
        cover, images, *sheets = body.split(b"\n")
        parts: list[Cover | Sheet] = [Cover.model_validate_json(cover), *map(Sheet.model_validate_json, sheets)]
        return join(parts, _IMAGES.validate_json(images))
