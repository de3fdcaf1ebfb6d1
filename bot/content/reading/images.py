"""Check the image files of packs, and make versions that are safe to publish.

A file may come from anyone, so it's checked before it's decoded (a few bytes can decode to an enormous picture).
What's shown is re-encoded: no larger than needed, and without metadata such as the place where a photo was taken.
"""

import hashlib
import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""More than a phone's camera takes; decoding this many pixels takes 120 MB."""

LONGEST_SIDE = 1600
"""At most this many pixels on the longer side of a published image; chats show half of that."""

_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_SCANS = 100
"""At most this many scans in a progressive JPEG: encoders write about ten, and thousands would take hours to decode.

https://libjpeg-turbo.org/pmwiki/uploads/About/TwoIssueswiththeJPEGStandard.pdf
"""
_SCAN = b"\xff\xda"
_PLAIN_ENOUGH = 400 * 1024
"""An image stays a PNG up to this many bytes; a photo as JPEG is a tenth of the size."""

_QUALITY = 85
_PAPER = "white"


class ImageError(Exception):
    """An image file can't be shown; the message says why and what to do."""


def digest_of(folder: Path, name: str) -> str:
    """Check that an image file can be shown, and return its hexadecimal SHA-256.

    Args:
        folder: the pack's folder.
        name: the file's path relative to that folder.

    Raises:
        ImageError: the file can't be shown.
    """
    return digest_of_file(_read(folder, name))


def digest_of_file(raw: bytes) -> str:
    """Check that the bytes of an image file can be shown, and return their hexadecimal SHA-256.

    Raises:
        ImageError: the file can't be shown.
    """
    if len(raw) > MOST_BYTES:
        raise ImageError(_too_heavy(len(raw)))
    with _decoding(raw) as image:
        image.load()
    return hashlib.sha256(raw).hexdigest()


def shown(folder: Path, name: str, digest: str) -> bytes:
    """Return an image as a PNG or JPEG of at most 1,600 pixels on the longer side, without metadata.

    Args:
        folder: the pack's folder.
        name: the file's path relative to that folder.
        digest: the file's digest, from `digest_of`.

    Raises:
        ImageError: the file can't be shown, or has changed.
    """
    raw = _read(folder, name)
    if hashlib.sha256(raw).hexdigest() != digest:
        raise ImageError("the file has changed")
    return redrawn(raw)


def redrawn(raw: bytes) -> bytes:
    """Return an image re-encoded for publishing: a small PNG or JPEG without metadata.

    Args:
        raw: the bytes of the image file.

    Raises:
        ImageError: the image can't be shown.
    """
    with _decoding(raw) as image:
        return _encoded(image)


def _too_heavy(size: int) -> str:
    return f"the file has {size / 1024**2:.1f} MB; make it at most 5 MB"


def _read(folder: Path, name: str) -> bytes:
    """Return the bytes of a file inside the pack.

    Raises:
        ImageError: the file doesn't exist or mustn't be read.
    """
    path = folder / name
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise ImageError("this link leads out of the pack; put the file itself here")
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ImageError("this isn't a file; name a PNG, JPEG or WebP file")
        if found.st_size > MOST_BYTES:
            raise ImageError(_too_heavy(found.st_size))
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except FileNotFoundError as error:
        raise ImageError(f"there's no file {name}; put it into the pack's folder, or fix the name") from error
    except (OSError, RuntimeError) as error:  # circular links raise one of these
        raise ImageError("the file can't be read; check who's allowed to") from error


@contextmanager
def _decoding(raw: bytes) -> "Iterator[Image]":
    """Open an image within the limits; any exception in the block is blamed on the file.

    Raises:
        ImageError: the file isn't an image that can be shown.
    """
    from PIL import Image, UnidentifiedImageError  # imported late, as few packs have images

    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
            _check(image, raw)
            yield image
    except ImageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError(_TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise ImageError("this isn't a PNG, JPEG or WebP picture; save it as one") from error
    except Exception as error:  # decoders fail in many ways on broken files
        raise ImageError("the picture is broken; save it again") from error


_TOO_LARGE = "the picture has more than 40 million pixels; make it smaller"


def _check(image: "Image", raw: bytes) -> None:
    """Check the size and structure that the file declares, before anything is decoded."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ImageError(_TOO_LARGE)
    if getattr(image, "n_frames", 1) > 1:
        raise ImageError("the picture is animated; save a still one")
    if image.format == "JPEG" and raw.count(_SCAN) > _MOST_SCANS:
        raise ImageError("the picture has too many layers; save it again")


def _encoded(image: "Image") -> bytes:
    is_photo = image.format == "JPEG"
    seen = _made_small(image)
    as_png, as_jpeg = io.BytesIO(), io.BytesIO()
    if not is_photo:
        seen.save(as_png, "PNG", optimize=True)
        if as_png.tell() <= _PLAIN_ENOUGH:
            return as_png.getvalue()
    seen.save(as_jpeg, "JPEG", quality=_QUALITY, optimize=True)
    return as_jpeg.getvalue() if is_photo else min(as_png.getvalue(), as_jpeg.getvalue(), key=len)


def _made_small(image: "Image") -> "Image":
    """Return an image shrunk, upright and on a white background; shrink it first, so that later copies are small."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # so that a JPEG isn't decoded larger than needed
    if image.mode in ("1", "P"):  # palette colours can't be blended
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
    seen = _in_colour(ImageOps.exif_transpose(image))
    paper = Pillow.new("RGB", seen.size, _PAPER)
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _in_colour(image: "Image") -> "Image":
    """Convert an image to RGBA; with 16 bits per channel, keep the upper eight."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    return image.convert("RGBA")
