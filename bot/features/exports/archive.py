"""A pack as a single file: a zip of the folder it can be loaded from."""

import io
import zipfile
from collections.abc import Mapping

from bot.content.model import Pack
from bot.content.writing.files import files_of

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The modification time of every file, fixed so that the same pack gives the same zip."""


def archived(pack: Pack, images: Mapping[str, bytes]) -> bytes:
    """Return a zip of a pack's folder; takes a while for a large one, so don't call it on the event loop.

    Args:
        pack: the pack.
        images: its image files, by name.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in {**files_of(pack), **images}.items():
            archive.writestr(zipfile.ZipInfo(f"{pack.id}/{name}", _LONG_AGO), raw, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
