"""What files with vectors are called, by the model and by their texts, and where those are that come with Versed."""

import hashlib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from bot.content.derived import PerPack, When
from bot.content.finding.texts import texts_of

SHIPPED = Path(str(files("content"))) / "vectors"
"""What the texts of the packs in Versed mean; `python -m bot.content.ship` makes it."""

EVERYDAY_LIFE = "everyday life"
"""What a file with the vectors of `everyday_texts` is named after; no pack has an id like it."""


def file_name(model: str, whose: str, texts_digest: str) -> str:
    """Return what a file with vectors is called; older ones of the same have another ending.

    Args:
        model: the name of the model that tells what texts mean.
        whose: the id of the pack that the texts are from, or EVERYDAY_LIFE.
        texts_digest: the digest of the texts.
    """
    return f"{digest((model, whose))}.{texts_digest}"


def digest(texts: Iterable[str]) -> str:
    """Return what tells some texts from all others."""
    whole = hashlib.sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        whole.update(b"%d " % len(raw) + raw)
    return whole.hexdigest()[:32]


digest_of = PerPack(lambda pack: digest(texts_of(pack)), When.WANTED)
"""What tells a pack's texts from all others; it's kept, as they take much room and it takes none."""
