"""Names of files with vectors, made from the model and the texts, and where the shipped files are."""

import hashlib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from bot.content.derived import CachedPerPack, When
from bot.content.finding.texts import texts_of

SHIPPED = Path(str(files("content"))) / "vectors"
"""The folder with the vectors of the packs in Versed; `python -m bot.content.ship` makes it."""

EVERYDAY_LIFE = "everyday life"
"""Used in place of a pack's id for the vectors of `everyday_texts`; no pack can have this id."""


def file_name(model: str, whose: str, texts_digest: str) -> str:
    """Return the name of a file with vectors; files for other versions of the texts differ only in the suffix.

    Args:
        model: the name of the model that made the vectors.
        whose: the id of the pack that the texts are from, or EVERYDAY_LIFE.
        texts_digest: the digest of the texts.
    """
    return f"{digest((model, whose))}.{texts_digest}"


def digest(texts: Iterable[str]) -> str:
    """Return a digest of some texts."""
    whole = hashlib.sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        whole.update(b"%d " % len(raw) + raw)
    return whole.hexdigest()[:32]


digest_of = CachedPerPack(lambda pack: digest(texts_of(pack)), When.WANTED)
"""The digest of a pack's texts; it's cached, as it's much smaller than they are."""
