"""The stored form of packs: their lines, compressed."""

import zlib
from dataclasses import dataclass

from pydantic import ValidationError

from bot.content.model import Pack
from bot.content.reading.lines import lines_of, pack_from


@dataclass(frozen=True, slots=True)
class PackedPack:
    """The stored form of a pack.

    Args:
        content: the pack without its images, compressed.
        images: the digests of its images, sorted.
        size: the uncompressed size in bytes, without the images.
    """

    content: bytes
    images: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class PackedVersion:
    """The stored form of a version.

    Args:
        content: the pack without its images, compressed.
        schema: the SCHEMA_VERSION it was written with.
    """

    content: bytes
    schema: int


def packed(pack: Pack) -> PackedPack:
    """Return the stored form of a pack; takes milliseconds per thousand items, so don't call it on the event loop."""
    press, parts, size = zlib.compressobj(), [], 0
    for line in lines_of(pack):
        size += len(line)
        parts.append(press.compress(line + b"\n"))
    return PackedPack(b"".join([*parts, press.flush()]), tuple(sorted({*pack.images.values()})), size)


def unpacked(content: bytes) -> Pack:
    """Return a pack from its stored form; takes as long as packing it.

    Raises:
        ValueError: it's damaged, or was written with an older model of packs that can't be read any more.
    """
    try:
        return pack_from(zlib.decompress(content).removesuffix(b"\n"))
    except zlib.error as error:
        raise ValueError("what's kept of a pack is damaged") from error
    except ValidationError as error:  # it quotes people's texts, which don't belong in the log
        places = sorted({".".join(map(str, each["loc"])) for each in error.errors(include_input=False)})
        raise ValueError(f"what's kept of a pack doesn't fit any more: {', '.join(places[:3])}") from None
