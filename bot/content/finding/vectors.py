"""A pack as vectors: how near a question lies to each item, to what it teaches, and to how that's tested.

An item lies in three places: its title and text, the nearest of its objectives, and the nearest of the questions and
cards that test them. The mean of the three says more than any of them. Everything is kept in bytes, so ten thousand
items with their questions take some ten megabytes.
"""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.content.finding.documents import Answering, tests_by_objective
from bot.content.finding.meant import everyday, taught, text_of
from bot.content.model import Pack
from bot.content.own_files import read_own, write_whole
from bot.meaning.model import Model

Floats: TypeAlias = NDArray[np.float32]

ByText: TypeAlias = dict[str, Floats]

_PART = ".part"
"""The ending of a file that was left half done."""

_TOGETHER = 8
"""Texts that a model gets at once: nearly as quick as many more, and a question in between waits 0.1 s."""

_AT_ONCE = 2_000
"""Vectors that become fractions at once: as many as a processor has at hand."""


_SUBJECTS = 2
"""Subjects of everyday life that say together how near it lies: one alone may be near by a single word."""


class Near(NamedTuple):
    """How near a question lies to each item of a pack, and to what's none of its business.

    Args:
        items: the mean of the three places, for each item.
        everyday: to the two nearest subjects of everyday life, on average.
    """

    items: Floats
    everyday: float


class Vectors:
    """The vectors of one pack.

    Args:
        pack: whose.
        items: in the order in which the answers come.
        by_text: the vector of each of its texts.
    """

    def __init__(self, pack: Pack, items: Sequence[Answering], by_text: Mapping[str, Floats]) -> None:
        objectives = {objective.id: place for place, objective in enumerate(pack.objectives)}
        tests = tests_by_objective(pack)
        self._texts = _packed([by_text[text_of(pack, item)] for item in items])
        self._objectives = _packed([by_text[objective.statement] for objective in pack.objectives])
        worded = [(place, text) for id_, place in objectives.items() for text in dict.fromkeys(tests.get(id_, ()))]
        self._wordings = _packed([by_text[text] for _, text in worded])
        self._tested = np.array([place for place, _ in worded], np.intp)
        pairs = [(row, objectives[id_]) for row, item in enumerate(items) for id_ in taught(item)]
        self._teaching = np.array([row for row, _ in pairs], np.intp)
        self._taught = np.array([place for _, place in pairs], np.intp)
        self._everyday = _packed([by_text[subject] for subject in everyday(pack)])

    def near(self, question: Floats) -> Near:
        """Return how near a question's vector lies to everything."""
        texts = self._texts.likeness(question)
        objectives = self._objectives.likeness(question)
        wordings = np.zeros_like(objectives)
        np.maximum.at(wordings, self._tested, self._wordings.likeness(question))
        teaches, tested = np.zeros_like(texts), np.zeros_like(texts)
        np.maximum.at(teaches, self._teaching, objectives[self._taught])
        np.maximum.at(tested, self._teaching, wordings[self._taught])
        mean = np.asarray((texts + teaches + tested) / 3, np.float32)
        return Near(mean, float(np.sort(self._everyday.likeness(question))[-_SUBJECTS:].mean()))


def work_out(
    texts: Sequence[str],
    model: Model,
    file: Path | None,
    is_over: Callable[[], bool],
    shipped: Sequence[Path] = (),
) -> ByText | None:
    """Return the vector of each text: out of files where it's known, else worked out and kept; blocks.

    Args:
        texts: each once.
        model: tells what they mean.
        file: where vectors are kept; None to do without. Older ones beside it, of the same name and another ending,
            are read and then deleted. A file that can't be read or written isn't an error.
        is_over: whether to stop, with what was worked out kept.
        shipped: files with vectors that come with Versed; they're only read.

    Returns:
        The vectors; None if it was stopped.

    Raises:
        ModelError: the model can't be used.
    """
    keys = {text: _key(model.name, text) for text in texts}
    older = sorted(file.parent.glob(f"{file.stem}.*")) if file else []
    known: dict[bytes, Floats] = {}
    for each in shipped:
        known |= _recall(each, Path.read_bytes)
    for each in older:
        known |= _recall(each, read_own)
    found = {text: known[key] for text, key in keys.items() if key in known}
    missing = [text for text in texts if text not in found]
    for start in range(0, len(missing), _TOGETHER):
        if is_over():
            break
        some = missing[start : start + _TOGETHER]
        found |= zip(some, model.encode(*some), strict=True)
    if file and (missing or older != [file]):
        kept = file if len(found) == len(texts) else file.with_suffix(_PART)
        with suppress(OSError):
            _keep(kept, {keys[text]: found[text] for text in found})
            for each in older:
                if each != kept:
                    each.unlink(missing_ok=True)
    return found if len(found) == len(texts) else None


class _Packed:
    """Vectors in bytes, each in steps of a size of its own."""

    def __init__(self, whole: NDArray[np.int8], steps: Floats) -> None:
        self.whole = whole
        self.steps = steps

    def likeness(self, question: Floats) -> Floats:
        """Return the cosine between a vector of length 1 and each of these."""
        found = np.empty(len(self.whole), np.float32)
        for start in range(0, len(self.whole), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            found[part] = self.whole[part].astype(np.float32) @ question
        return found * self.steps


def _packed(vectors: Sequence[Floats]) -> _Packed:
    if not vectors:
        return _Packed(np.zeros((0, 1), np.int8), np.zeros(0, np.float32))
    together = np.stack(vectors)
    steps = np.maximum(np.abs(together).max(axis=1), 1e-12) / np.float32(127)
    return _Packed(np.round(together / steps[:, None]).astype(np.int8), steps.astype(np.float32))


def _key(model: str, text: str) -> bytes:
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


def _recall(file: Path, read: Callable[[Path], bytes]) -> dict[bytes, Floats]:
    """Return what a file has kept; nothing if it can't be read."""
    try:
        with np.load(io.BytesIO(read(file)), allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["whole"] * kept["steps"][:, None]
            return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def _keep(file: Path, vectors: Mapping[bytes, Floats]) -> None:
    packed = _packed(list(vectors.values()))
    keys = np.frombuffer(b"".join(vectors), np.uint8).reshape(len(vectors), -1)
    written = io.BytesIO()
    np.savez(written, keys=keys, whole=packed.whole, steps=packed.steps)
    write_whole(file, written.getvalue())
