"""A file that an editor uploads to make a pack of. Pure."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

_MARK = 10
"""Length of a file's mark, in hex digits: enough to distinguish the uploads of one editor."""


@dataclass(frozen=True)
class Upload:
    """A file that an editor uploaded, and the options they gave.

    Computing its content or its mark takes a tenth of a second or more for a large file; don't do it on the event
    loop.

    Args:
        raw: its bytes, which may be hostile.
        name: its file name.
        title: the pack's title; "" to use the file's own.
        pack: the id of the pack to import into; "" for the pack with the file's title, or a new one.
        topic: the topic of all its items; "" to use the file's own.
        language: the language of its texts, such as "de"; "" if the editor didn't say.
        columns: how to read a table's columns, if the editor said so: header → field.
        kept: its stored form, which shows whether the same editor has uploaded something else since; b"" if it isn't
            stored.
    """

    raw: bytes = field(repr=False)
    name: str
    title: str = ""
    pack: str = ""
    topic: str = ""
    language: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    kept: bytes = field(default=b"", repr=False)

    @property
    def content(self) -> bytes:
        """Return the file and its options in their stored form."""
        header = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in ("raw", "kept")}
        return zlib.compress(json.dumps(header).encode() + b"\n" + self.raw, 1)

    @classmethod
    def read(cls, content: bytes) -> "Upload":
        """Return the file from its stored form."""
        header, _, raw = zlib.decompress(content).partition(b"\n")
        return cls(raw=raw, kept=content, **json.loads(header))

    @cached_property
    def mark(self) -> str:
        """Return a hash of the file and its options, which buttons carry to check that they're about this file."""
        header = repr(
            (self.name, self.title, self.pack, self.topic, self.language, sorted(self.columns.items()))
        ).encode()
        return hashlib.sha256(header + self.raw).hexdigest()[:_MARK]
