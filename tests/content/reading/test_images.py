"""Image files in packs: good ones are re-encoded, and bad ones are reported where they're named."""

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from bot.content.reading.cache import load_cached
from bot.content.reading.files import read
from bot.content.reading.images import LONGEST_SIDE, MOST_BYTES, ImageError, digest_of, shown
from bot.content.reading.library import Library
from bot.content.reading.load import from_files, load
from tests.content.small_pack import lines, problems_in, write

TIP = """\
tips:
  - id: it
    objectives: [cut]
    title: Teeth
    text: A saw has teeth.
    image: {file: images/saw.png, alt: A saw with its teeth.}
"""


def picture(kind: str, size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    """Return a picture with some detail, as a file of the given kind."""
    drawn = Image.radial_gradient("L").resize(size).convert("RGB")
    file = io.BytesIO()
    drawn.save(file, kind, **more)
    return file.getvalue()


KINDS = ("PNG", "JPEG", "WEBP")
SOUND = {kind: picture(kind) for kind in KINDS} | {"progressive": picture("JPEG", progressive=True)}


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int, *more: bytes) -> bytes:
    """Return a PNG that claims to be large but contains next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) + body + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def scans(count: int) -> bytes:
    """Return a JPEG with many scans, each of which has to be decoded."""
    whole = SOUND["progressive"]
    at = whole.index(b"\xff\xda")
    return whole[:at] + whole[at:-2] * count + whole[-2:]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "this isn't a PNG, JPEG or WebP picture; save it as one"),
    "text": (lambda: b"hello" * 100, "this isn't a PNG, JPEG or WebP picture; save it as one"),
    "svg": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "this isn't a PNG, JPEG or WebP picture; save it as one",
    ),
    "gif": (lambda: picture("GIF"), "this isn't a PNG, JPEG or WebP picture; save it as one"),
    "tiff": (lambda: picture("TIFF"), "this isn't a PNG, JPEG or WebP picture; save it as one"),
    "huge": (lambda: bomb(100_000, 100_000), "the picture has more than 40 million pixels; make it smaller"),
    "large": (lambda: bomb(8_000, 5_001), "the picture has more than 40 million pixels; make it smaller"),
    "long": (lambda: bomb(2_000_000_000, 1), "the picture has more than 40 million pixels; make it smaller"),
    "no pixels": (lambda: bomb(5_000, 5_000), "the picture is broken; save it again"),
    "text that swells": (
        lambda: bomb(9, 9, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))),
        "the picture is broken; save it again",
    ),
    "half a file": (lambda: SOUND["PNG"][: len(SOUND["PNG"]) // 2], "the picture is broken; save it again"),
    "moving": (lambda: moving("PNG"), "the picture is animated; save a still one"),
    "moving webp": (lambda: moving("WEBP"), "the picture is animated; save a still one"),
    "many layers": (lambda: scans(50), "the picture has too many layers; save it again"),
    "heavy": (lambda: SOUND["PNG"] + bytes(MOST_BYTES), "the file has 5.0 MB; make it at most 5 MB"),
}
"""Functions, so that each file is only made for its own test: some are large."""


def in_pack(folder: Path, raw: bytes | None = None, **files: str) -> Path:
    write(folder, **(files or {"extra": TIP}))
    (folder / "images").mkdir(exist_ok=True)
    if raw is not None:
        (folder / "images" / "saw.png").write_bytes(raw)
    return folder


@pytest.mark.parametrize("raw", SOUND.values(), ids=SOUND.keys())
def test_a_picture_loads_and_is_re_encoded(tmp_path: Path, raw: bytes) -> None:
    folder = in_pack(tmp_path / "pack", raw)
    pack = load(folder)
    ((name, digest),) = pack.images.items()
    assert name == "images/saw.png"
    with Image.open(io.BytesIO(shown(folder, name, digest))) as seen:
        assert (seen.format, seen.size) == ("JPEG" if raw.startswith(b"\xff\xd8") else "PNG", (40, 30))
        seen.load()


@pytest.mark.parametrize(("made", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_bad_file_is_reported_where_its_named(tmp_path: Path, made: Callable[[], bytes], sentence: str) -> None:
    folder = in_pack(tmp_path / "pack", made())
    assert lines(problems_in(folder), folder) == [f"extra.yaml:6:19: {sentence}"]


@given(
    st.sampled_from(sorted(SOUND)),
    st.lists(st.tuples(st.integers(0, 5_000), st.binary(max_size=6)), min_size=1, max_size=8),
    st.integers(0, 5_000),
)
def test_any_fault_of_a_file_is_reported_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, kind: str, changes: list[tuple[int, bytes]], end: int
) -> None:
    raw = bytearray(SOUND[kind])
    for at, new in changes:
        raw[at % len(raw) : at % len(raw) + len(new)] = new
    if end < len(raw):
        del raw[end:]
    folder = tmp_path_factory.mktemp("pack")
    (folder / "it.png").write_bytes(raw)
    try:
        digest = digest_of(folder, "it.png")
    except ImageError as error:
        assert "; " in str(error)
    else:
        with Image.open(io.BytesIO(shown(folder, "it.png", digest))) as seen:
            assert max(seen.size) <= LONGEST_SIDE


PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "there's no file images/saw.png; put it into the pack's folder, or fix the name"),
    "folder": (lambda path: path.mkdir(), "this isn't a file; name a PNG, JPEG or WebP file"),
    "pipe": (os.mkfifo, "this isn't a file; name a PNG, JPEG or WebP file"),
    "link out": (
        lambda path: path.symlink_to("/etc/hostname"),
        "this link leads out of the pack; put the file itself here",
    ),
    "circle": (lambda path: path.symlink_to(path.name), "the file can't be read; check who's allowed to"),
}


@pytest.mark.parametrize(("make", "sentence"), PLACES.values(), ids=PLACES.keys())
def test_only_files_of_the_pack_are_read(tmp_path: Path, make: Callable[[Path], object], sentence: str) -> None:
    folder = in_pack(tmp_path / "pack")
    make(folder / "images" / "saw.png")
    assert lines(problems_in(folder), folder) == [f"extra.yaml:6:19: {sentence}"]


def test_a_link_within_the_pack_is_followed(tmp_path: Path) -> None:
    folder = in_pack(tmp_path / "pack")
    (folder / "images" / "real.jpg").write_bytes(SOUND["JPEG"])
    (folder / "images" / "saw.png").symlink_to("real.jpg")
    assert len(load(folder).images) == 1


@pytest.mark.parametrize(
    "name", ["../saw.png", "/etc/saw.png", "images/../../saw.png", "saw.gif", "saw", "a\\saw.png"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    folder = in_pack(tmp_path / "pack", SOUND["PNG"], extra=TIP.replace("images/saw.png", f"'{name}'"))
    (line,) = lines(problems_in(folder), folder)
    assert line.startswith("extra.yaml:6:19: this isn't a picture in the pack; write its path in the folder")


def test_a_picture_needs_alternative_text(tmp_path: Path) -> None:
    folder = in_pack(tmp_path / "pack", SOUND["PNG"], extra=TIP.replace(", alt: A saw with its teeth.", ""))
    (line,) = lines(problems_in(folder), folder)
    assert "`alt` is missing" in line


def test_one_picture_is_enough(tmp_path: Path) -> None:
    figure = "{type: bars, bars: [{label: a, value: 1}, {label: b, value: 2}]}"
    more = f"    formula: {{tex: 'a', says: a}}\n    figure: {figure}\n"
    folder = in_pack(tmp_path / "pack", SOUND["PNG"], extra=TIP + more)
    assert lines(problems_in(folder), folder) == [
        "extra.yaml:6:5: there's a `figure` already, and one picture is enough; delete one of the two",
        "extra.yaml:7:5: there's a `figure` already, and one picture is enough; delete one of the two",
    ]


def test_metadata_is_removed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    exif[0x010E] = "taken at home"
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Ada Lovelace")
    for raw in (picture("JPEG", exif=exif), picture("PNG", pnginfo=text, exif=exif)):
        (tmp_path / "it.png").write_bytes(raw)
        drawn = shown(tmp_path, "it.png", digest_of(tmp_path, "it.png"))
        assert b"taken at home" not in drawn
        assert b"Ada Lovelace" not in drawn
        with Image.open(io.BytesIO(drawn)) as seen:
            assert not seen.getexif()


def test_a_rotated_photo_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "it.jpg").write_bytes(picture("JPEG", exif=exif))
    with Image.open(io.BytesIO(shown(tmp_path, "it.jpg", digest_of(tmp_path, "it.jpg")))) as seen:
        assert seen.size == (30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_sort_of_png_is_shown(tmp_path: Path, mode: str) -> None:
    Image.new(mode, (8, 8)).save(tmp_path / "it.png")
    assert shown(tmp_path, "it.png", digest_of(tmp_path, "it.png"))


def test_a_transparent_background_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(tmp_path / "it.png")
    with Image.open(io.BytesIO(shown(tmp_path, "it.png", digest_of(tmp_path, "it.png")))) as seen:
        assert seen.getpixel((4, 4)) == (255, 255, 255)


def test_a_photo_is_made_small(tmp_path: Path) -> None:
    noise = Image.effect_noise((2_400, 1_800), 80)
    noise.convert("RGB").save(tmp_path / "it.jpg", quality=60)
    drawn = shown(tmp_path, "it.jpg", digest_of(tmp_path, "it.jpg"))
    with Image.open(io.BytesIO(drawn)) as seen:
        assert seen.size == (1600, 1200)
        assert seen.format == "JPEG"


def test_a_changed_picture_replaces_the_old_one(tmp_path: Path) -> None:
    folder = in_pack(tmp_path / "pack", SOUND["PNG"])
    library = Library([folder], tmp_path / "cache")
    (before,) = library.default.images.values()
    assert library.image(before) is not None

    (folder / "images" / "saw.png").write_bytes(picture("PNG", (20, 10)))
    library = Library([folder], tmp_path / "cache")
    (after,) = library.default.images.values()
    assert after != before
    assert library.image(before) is None
    assert library.image(after) is not None


async def test_a_picture_that_comes_late_brings_the_pack(tmp_path: Path) -> None:
    folder = in_pack(tmp_path / "pack")
    library = Library([folder])
    assert library.problems
    (folder / "images" / "saw.png").write_bytes(SOUND["PNG"])
    assert await library.reload_if_changed()
    assert library.default.images
    (folder / "images" / "saw.png").write_bytes(SOUND["JPEG"])
    assert await library.reload_if_changed()


def test_the_cache_knows_when_a_picture_changed(tmp_path: Path) -> None:
    folder = in_pack(tmp_path / "pack", SOUND["PNG"])
    pack = load_cached(folder, tmp_path / "cache")
    assert load_cached(folder, tmp_path / "cache") == pack
    (folder / "images" / "saw.png").write_bytes(SOUND["JPEG"])
    assert load_cached(folder, tmp_path / "cache").images != pack.images


def test_unused_pictures_are_not_examined(tmp_path: Path) -> None:
    folder = in_pack(tmp_path / "pack", SOUND["PNG"])
    (folder / "images" / "other.png").write_bytes(b"broken")
    assert set(from_files(read(folder)).pack.images) == {"images/saw.png"}
