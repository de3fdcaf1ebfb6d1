"""Vectors of texts, computed once and stored in files; those of the packs in Versed are shipped with it."""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.content.finding.vector_table import VectorTable, joined, table_of
from bot.content.own_files import read_own, write_whole
from bot.meaning.errors import ModelError
from bot.meaning.meaning import Meaning
from bot.meaning.model import Model
from bot.meaning.quantised import Floats

ByText: TypeAlias = dict[str, Meaning]

_PART = ".part"
"""Suffix of an unfinished file."""

_MOST_READ = 8
"""Maximum number of files that are read for packs with the same id: the newest ones."""

_MOST_KEPT = 64 * 1024 * 1024
"""Maximum bytes of files kept for packs with the same id: a pack's old and new version, or many teams' packs."""


def check(model: str, made: Meaning, numbers: int) -> None:
    """Check that a vector is as long as the stored ones.

    Args:
        model: the name of the model that made it.
        made: the meaning with the vector.
        numbers: the length of the stored vectors.

    Raises:
        ModelError: its length differs.
    """
    if len(made.vector) != numbers:
        says = f"{model} gives {len(made.vector)} numbers, and gave {numbers} before"
        raise ModelError(f"{says}; empty VERSED_CACHE, or say which model you mean with VERSED_ASK_MODEL.")


def recalled(texts: Mapping[str, bool], model: str, file: Path | None, shipped: Sequence[Path] = ()) -> ByText:
    """Return the meanings of those texts that are in files; blocks.

    Args:
        texts: the texts, each with whether its token vectors are wanted, too.
        model: the name of the model that made the vectors.
        file: where vectors are stored, or None; files of other packs with that id are read as well.
        shipped: files with vectors that are shipped with Versed.
    """
    wanted = {_key(model, text, by_token): text for text, by_token in texts.items()}
    known: ByText = {}
    for each in shipped:
        known |= _recall(each, Path.read_bytes, wanted)
    for each in _beside(file)[-_MOST_READ:]:
        known |= _recall(each, read_own, wanted)
    return {text: known[text] for text in texts if text in known}


def work_out(
    texts: Mapping[str, bool], model: Model, file: Path | None, is_over: Callable[[], bool], found: ByText
) -> bool:
    """Compute the meanings that aren't known yet, and store all of them; blocks.

    Args:
        texts: the texts, each with whether its token vectors are stored, too.
        model: the model that makes the vectors.
        file: where to store vectors, or None. A file that can't be written isn't an error. If the files of packs with
            this id take too much room, the oldest ones are deleted.
        is_over: returns whether to stop; what's computed by then is stored.
        found: the meanings that are known; the new ones are added to it.

    Returns:
        Whether all meanings are known now.

    Raises:
        ModelError: the model can't be used; what was computed before is stored.
    """
    missing = [text for text in texts if text not in found]
    lengths = {len(known.vector) for known in found.values()}
    try:
        for start in range(0, len(missing), model.together):
            if is_over():
                break
            some = missing[start : start + model.together]
            made = model.encode(*some)
            for numbers in lengths:
                check(model.name, made[0], numbers)
            lengths = {len(made[0].vector)}
            found |= {text: _worth_keeping(each, texts[text]) for text, each in zip(some, made, strict=True)}
    finally:
        is_whole = len(found) == len(texts)
        if file is not None and (missing or not file.exists()):
            kept = file if is_whole else file.with_name(file.name + _PART)
            with suppress(OSError):
                _keep(kept, {_key(model.name, text, texts[text]): each for text, each in found.items()})
                _tidy(file, is_whole=is_whole)
    return is_whole


def _worth_keeping(made: Meaning, by_token: bool) -> Meaning:
    return Meaning(made.vector, _light(made.tokens)) if by_token else Meaning(made.vector)


def _key(model: str, text: str, by_token: bool) -> bytes:
    looked = "\0tokens" if by_token else ""
    return hashlib.sha256(f"{model}\0{text}{looked}".encode("utf-8", "surrogatepass")).digest()[:16]


def _recall(file: Path, read: Callable[[Path], bytes], wanted: Mapping[bytes, str]) -> ByText:
    """Return the meanings that a file has for the wanted texts; none if it can't be read.

    Args:
        file: the file to read.
        read: reads its bytes.
        wanted: the wanted texts by their keys.
    """
    try:
        with np.load(io.BytesIO(read(file)), allow_pickle=False) as kept:
            texts = {row: wanted[key] for row, key in enumerate(map(bytes, kept["keys"])) if key in wanted}
            rows = list(texts)
            vectors = _table(kept["whole"][rows], kept["steps"][rows]).fractions()
            meanings = [Meaning(vector) for vector in vectors]
            if "tokens" in kept:
                tokens, steps, ends = kept["tokens"], kept["tokens.steps"], [0, *kept["ends"]]
                parts = [slice(ends[row], ends[row + 1]) for row in rows]
                light = [_light(_table(tokens[part], steps[part]).fractions()) for part in parts]
                meanings = [Meaning(vector, each) for vector, each in zip(vectors, light, strict=True)]
            return dict(zip(texts.values(), meanings, strict=True))
    except (OSError, ValueError, LookupError, EOFError, BadZipFile):
        return {}


def _beside(file: Path | None) -> list[Path]:
    """Return the files of packs with the same id, the newest last."""
    if file is None:
        return []
    found: list[tuple[float, Path]] = []
    for each in file.parent.glob(f"{file.stem}.*"):
        with suppress(OSError):  # another process tidies up as well
            found.append((each.stat().st_mtime, each))
    return [each for _, each in sorted(found)]


def _tidy(file: Path, *, is_whole: bool) -> None:
    """Delete the unfinished file if all is done, and the oldest files of packs with this id if they're too large."""
    if is_whole:
        file.with_name(file.name + _PART).unlink(missing_ok=True)
    room = _MOST_KEPT
    for each in reversed(_beside(file)):
        room -= each.stat().st_size
        if room < 0 and each != file:
            each.unlink(missing_ok=True)


def _table(whole: NDArray[np.int8], steps: Floats) -> VectorTable:
    """Return a table from a file's arrays, which store the steps in one row."""
    return VectorTable(whole, steps[:, None])


def _light(tokens: Floats) -> Floats:
    """Return token vectors as float16, because those of many texts are in memory until they're joined in a table."""
    return tokens.astype(np.float16)


def _keep(file: Path, meanings: Mapping[bytes, Meaning]) -> None:
    together = table_of([each.vector for each in meanings.values()])
    keys = np.frombuffer(b"".join(meanings), np.uint8).reshape(len(meanings), -1)
    arrays: dict[str, NDArray[np.generic]] = {"keys": keys, "whole": together.whole, "steps": together.steps[:, 0]}
    given = [each.tokens for each in meanings.values() if len(each.tokens)]
    if given:
        tokens = joined(given)
        ends = np.cumsum([len(each.tokens) for each in meanings.values()])
        arrays |= {"tokens": tokens.whole, "tokens.steps": tokens.steps[:, 0], "ends": ends}
    written = io.BytesIO()
    np.savez(written, allow_pickle=False, **arrays)
    write_whole(file, written.getvalue())
