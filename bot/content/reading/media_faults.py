"""Errors of a pack's media: images and formulas that can't be shown, and more than one picture for an item."""

import re
from collections.abc import Iterator

from bot.content.item import IMAGE_FILE, LONGEST_NAME
from bot.content.reading.formulas import FormulaError, svg
from bot.content.reading.images import ImageError, digest_of
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import ITEM_KINDS, Entry, RawPack

_PICTURES = ("figure", "image", "formula")
_ANY_COLOUR = "black"
_LONGEST_TEX = 300
_FILE = re.compile(IMAGE_FILE)


def problems(raw: RawPack, images: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each picture that can't be shown; skip malformed ones, which validation reports.

    Args:
        raw: the pack as read from its files.
        images: file → SHA-256; this function adds every image that can be shown.
    """
    for kind in (*ITEM_KINDS, "cases"):
        for entry in raw.entries[kind]:
            pictures = [name for name in _PICTURES if entry.fields.get(name) is not None]
            for name in pictures[1:]:
                sentence = f"there's a `{pictures[0]}` already, and one picture is enough; delete one of the two"
                yield entry.problem(sentence, name, of_name=True)
            yield from _image(raw, entry, images)
            yield from _formula(entry)


def _image(raw: RawPack, entry: Entry, images: dict[str, str]) -> Iterator[Problem]:
    image = entry.fields.get("image")
    name = image.get("file") if isinstance(image, dict) else None
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not _FILE.fullmatch(name) or name in images:
        return
    try:
        images[name] = digest_of(raw.folder, name)
    except ImageError as error:
        yield entry.problem(str(error), "image", "file")


def _formula(entry: Entry) -> Iterator[Problem]:
    formula = entry.fields.get("formula")
    tex = formula.get("tex") if isinstance(formula, dict) else None
    if not isinstance(tex, str) or not 0 < len(tex) <= _LONGEST_TEX:
        return
    try:
        svg(tex, _ANY_COLOUR)
    except FormulaError as error:
        yield entry.problem(str(error), "formula", "tex")
