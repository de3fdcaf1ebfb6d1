"""Serialise whole packs as lines of JSON, for quick storage and loading.

The first line is the cover, the second lists the images, and each of the others is a sheet with some of the items:
pydantic holds the interpreter's lock until it has read or written a whole text.
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
    # Leave out defaults: an empty list of sides would be refused on reading.
    yield pack.model_dump_json(include=set(Cover.model_fields), exclude_defaults=True).encode()
    yield _IMAGES.dump_json(pack.images)
    for kind in Sheet.model_fields:
        items = getattr(pack, kind)
        for start in range(0, len(items), AT_ONCE):
            sheet = Sheet.model_construct(**{kind: items[start : start + AT_ONCE]})
            yield sheet.model_dump_json(include={kind}).encode()


def pack_from(body: bytes) -> Pack:
    """Parse a pack from its lines.

    Raises:
        ValidationError: the lines aren't a pack, or were written before a field of packs was renamed.
    """
    with gc_tuning.paused():
        cover, images, *sheets = body.split(b"\n")
        parts: list[Cover | Sheet] = [Cover.model_validate_json(cover), *map(Sheet.model_validate_json, sheets)]
        return join(parts, _IMAGES.validate_json(images))
