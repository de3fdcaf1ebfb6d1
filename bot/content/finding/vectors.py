"""A pack as vectors: how near a question lies to each item, to what it teaches, and to how that's tested.

An item lies in three places: its title and text, the nearest of its objectives, and the nearest of the questions and
cards that test them. The mean of the three says more than any of them; where objectives say nothing, it's the text
alone. A card that answers lies as near as its front does, if that's nearer than both its sides. Everything is kept in
bytes, so ten thousand items with their questions take some ten megabytes.
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

from bot.content.finding.documents import Answering, taught, telling, tests_by_objective
from bot.content.finding.meant import everyday, text_of
from bot.content.model import Card, Pack, Topic
from bot.content.own_files import read_own, write_whole
from bot.meaning.errors import ModelError
from bot.meaning.everyday import EVERYDAY
from bot.meaning.everyday_questions import ASKED
from bot.meaning.model import Model

Floats: TypeAlias = NDArray[np.float32]

ByText: TypeAlias = dict[str, Floats]

_PART = ".part"
"""The ending of a file that was left half done."""

_USUAL, _USUAL_SPREAD = 0.152, 0.0913
"""Mean and spread of the cosines between the subjects of everyday life, as the model in Versed gives them."""

_MOST_READ = 8
"""Files of packs of the same name that are read at most: the newest."""

_MOST_KEPT = 64 * 1024 * 1024
"""Bytes of files that are kept of packs of the same name: one pack as it was and is, or those of many teams."""

_AT_ONCE = 2_000
"""Vectors that become fractions at once: as many as a processor has at hand."""


_SUBJECTS = 3
"""Subjects of everyday life, or questions on it, that say together how near it lies: one may be near by a word."""

_OWN_BUSINESS = 0.45
"""Nearness to a pack from which an everyday question is the pack's own business."""


class Near(NamedTuple):
    """How near a question lies to each item of a pack, and to what's none of its business.

    Args:
        items: the mean of the three places, for each item.
        texts: to each item by its text alone.
        tested: to the nearest of the questions and cards; of a pack without any, to the nearest item.
        everyday: to the three nearest subjects of everyday life, or questions on it, on average.
    """

    items: Floats
    texts: Floats
    tested: float
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
        cards = [(row, item.front) for row, item in enumerate(items) if isinstance(item, Card)]
        self._cards = np.array([row for row, _ in cards], np.intp)
        self._fronts = _packed([by_text[front] for _, front in cards])
        self._objectives = _packed([by_text[objective.statement] for objective in pack.objectives])
        worded = [(place, text) for id_, place in objectives.items() for text in dict.fromkeys(tests.get(id_, ()))]
        self._wordings = _packed([by_text[text] for _, text in worded])
        self._tested = np.array([place for place, _ in worded], np.intp)
        told = telling(pack)
        pairs = [(row, objectives[id_]) for row, item in enumerate(items) for id_ in taught(item, told)]
        self._teaching = np.array([row for row, _ in pairs], np.intp)
        self._taught = np.array([place for _, place in pairs], np.intp)
        alone = {row for row, item in enumerate(items) if not isinstance(item, Topic)} - {row for row, _ in pairs}
        self._alone = np.array(sorted(alone), np.intp)
        self._numbers = len(by_text[EVERYDAY[0]])
        self._scale = scale([by_text[subject] for subject in EVERYDAY])
        subjects = [by_text[subject] for subject in everyday(pack)]
        self._everyday = _packed([*subjects, *self._others_business([by_text[question] for question in ASKED])])

    def check(self, model: str, question: Floats) -> None:
        """Make sure that a question's vector is of the kind that these are.

        Raises:
            ModelError: its model isn't what it was.
        """
        _check(model, question, self._numbers)

    def near(self, question: Floats) -> Near:
        """Return how near a question's vector lies to everything."""
        times, plus = self._scale
        texts, fronts, objectives, asked, subjects = (
            each.likeness(question) * times + plus
            for each in (self._texts, self._fronts, self._objectives, self._wordings, self._everyday)
        )
        np.maximum.at(texts, self._cards, fronts)
        wordings = np.zeros_like(objectives)
        np.maximum.at(wordings, self._tested, asked)
        teaches, tested = np.zeros_like(texts), np.zeros_like(texts)
        np.maximum.at(teaches, self._teaching, objectives[self._taught])
        np.maximum.at(tested, self._teaching, wordings[self._taught])
        mean = np.asarray((texts + teaches + tested) / 3, np.float32)
        mean[self._alone] = texts[self._alone]
        nearest = (asked if len(asked) else mean).max(initial=0)
        everyday_ = float(np.sort(subjects)[-_SUBJECTS:].mean())
        return Near(mean, texts, float(nearest), everyday_)

    def _others_business(self, questions: Sequence[Floats]) -> list[Floats]:
        """Return those questions that lie far from all that the pack says and asks."""
        times, plus = self._scale
        together = np.stack(questions)
        own = (self._texts, self._fronts, self._wordings)
        near = np.max([each.nearest(together) for each in own], axis=0) * times + plus
        return [question for question, nearness in zip(questions, near, strict=True) if nearness <= _OWN_BUSINESS]


def scale(everyday: Sequence[Floats]) -> tuple[np.float32, np.float32]:
    """Return what a model's cosines are to be taken times, and plus what, to be like those of the model in Versed.

    Some models give 0.7 to what has nothing in common, and the confidence in an answer is judged by cosines. How
    alike a model finds the subjects of everyday life tells its measure, with any pack.
    """
    together = np.stack(everyday)
    cosines = (together @ together.T)[np.triu_indices(len(together), 1)]
    times = _USUAL_SPREAD / max(float(cosines.std()), 1e-6)
    return np.float32(times), np.float32(_USUAL - float(cosines.mean()) * times)


def _check(model: str, made: Floats, numbers: int) -> None:
    if len(made) != numbers:
        says = f"{model} gives {len(made)} numbers, and gave {numbers} before"
        raise ModelError(f"{says}; empty VERSED_CACHE, or say which model you mean with VERSED_ASK_MODEL.")


def recalled(texts: Sequence[str], model: str, file: Path | None, shipped: Sequence[Path] = ()) -> ByText:
    """Return the vectors of those texts that files know; blocks.

    Args:
        texts: each once.
        model: the name of the model that tells what they mean.
        file: where vectors are kept; None to do without. Others of packs of that name are read as well.
        shipped: files with vectors that come with Versed.
    """
    known: dict[bytes, Floats] = {}
    for each in shipped:
        known |= _recall(each, Path.read_bytes)
    for each in _beside(file)[-_MOST_READ:]:
        known |= _recall(each, read_own)
    return {text: known[key] for text in texts if (key := _key(model, text)) in known}


def work_out(
    texts: Sequence[str], model: Model, file: Path | None, is_over: Callable[[], bool], found: ByText
) -> bool:
    """Add the vectors of those texts that lack one, and keep them all; blocks.

    Args:
        texts: each once.
        model: tells what they mean.
        file: where vectors are kept; None to do without. A file that can't be written isn't an error. Of packs of
            that name the oldest files are deleted where they take too much room.
        is_over: whether to stop, with what was worked out kept.
        found: those that are known, and in the end all of them.

    Returns:
        Whether there are vectors for all of them now.

    Raises:
        ModelError: the model can't be used; what was worked out before is kept.
    """
    missing = [text for text in texts if text not in found]
    try:
        for start in range(0, len(missing), model.together):
            if is_over():
                break
            some = missing[start : start + model.together]
            made = model.encode(*some)
            for known in found.values():
                _check(model.name, made[0], len(known))
            found |= zip(some, made, strict=True)
    finally:
        is_whole = len(found) == len(texts)
        if file is not None and (missing or not file.exists()):
            kept = file if is_whole else file.with_name(file.name + _PART)
            with suppress(OSError):
                _keep(kept, {_key(model.name, text): vector for text, vector in found.items()})
                _tidy(file, is_whole=is_whole)
    return is_whole


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

    def nearest(self, vectors: Floats) -> Floats:
        """Return the cosine between each of some vectors of length 1 and the nearest of these; 0 if there's none."""
        found = np.zeros(len(vectors), np.float32)
        for start in range(0, len(self.whole), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            near = (self.whole[part] * self.steps[part, None]) @ vectors.T
            np.maximum(found, near.max(axis=0), out=found)
        return found


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


def _beside(file: Path | None) -> list[Path]:
    """Return the files of packs of the same name, the newest last."""
    if file is None:
        return []
    found: list[tuple[float, Path]] = []
    for each in file.parent.glob(f"{file.stem}.*"):
        with suppress(OSError):  # another process tidies up as well
            found.append((each.stat().st_mtime, each))
    return [each for _, each in sorted(found)]


def _tidy(file: Path, *, is_whole: bool) -> None:
    """Delete what was left half done, and of packs of the same name what takes too much room, the oldest first."""
    if is_whole:
        file.with_name(file.name + _PART).unlink(missing_ok=True)
    room = _MOST_KEPT
    for each in reversed(_beside(file)):
        room -= each.stat().st_size
        if room < 0 and each != file:
            each.unlink(missing_ok=True)


def _keep(file: Path, vectors: Mapping[bytes, Floats]) -> None:
    packed = _packed(list(vectors.values()))
    keys = np.frombuffer(b"".join(vectors), np.uint8).reshape(len(vectors), -1)
    written = io.BytesIO()
    np.savez(written, keys=keys, whole=packed.whole, steps=packed.steps)
    write_whole(file, written.getvalue())
