"""Packs as the database keeps them: their lines, pressed together."""

import zlib
from dataclasses import dataclass

from pydantic import ValidationError

from bot.content.model import Pack
from bot.content.reading.lines import lines_of, pack_from


@dataclass(frozen=True, slots=True)
class PackedPack:
    """What's kept of a pack.

    Args:
        content: all of it but its images.
        images: their digests, sorted.
        size: bytes of all that before it was pressed together, without the images.
    """

    content: bytes
    images: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class PackedVersion:
    """What's kept of a version.

    Args:
        content: all of it but its images.
        schema: the SCHEMA_VERSION of packs by which it was written.
    """

    content: bytes
    schema: int


def packed(pack: Pack) -> PackedPack:
    """Return what's kept of a pack; takes milliseconds for a thousand items, so not on the event loop."""
    press, parts, size = zlib.compressobj(), [], 0
    for line in lines_of(pack):
        size += len(line)
        parts.append(press.compress(line + b"\n"))
    return PackedPack(b"".join([*parts, press.flush()]), tuple(sorted({*pack.images.values()})), size)


def unpacked(content: bytes) -> Pack:
    """Return the pack that was kept; takes as long as packing it.

    Raises:
        ValueError: it's damaged, or from before something in packs was called otherwise.
    """
    try:
        return pack_from(zlib.decompress(content).removesuffix(b"\n"))
    except zlib.error as error:
        raise ValueError("what's kept of a pack is damaged") from error
    except ValidationError as error:  # which says what people wrote, and that's none of the log's business
        places = sorted({".".join(map(str, each["loc"])) for each in error.errors(include_input=False)})
        raise ValueError(f"what's kept of a pack doesn't fit any more: {', '.join(places[:3])}") from None
