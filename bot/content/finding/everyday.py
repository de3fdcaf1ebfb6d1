"""Everyday life as vectors: what people ask that no pack covers, loaded once for all packs."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.content.finding.everyday_questions import ASKED
from bot.content.finding.everyday_subjects import EVERYDAY
from bot.content.finding.vector_table import table_of
from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats

_USUAL, _USUAL_SPREAD = 0.2576, 0.0986
"""Mean and standard deviation of the cosines between the subjects of everyday life, with the model in Versed."""

_COVERED = 0.42
"""An everyday question that's closer to a pack than this is one that the pack covers."""


class Everyday:
    """The subjects of everyday life, and questions about it, as vectors of one model.

    Args:
        by_text: the meaning of each of `everyday_texts`.

    Attributes:
        numbers: the length of this model's vectors.
        scale: the factor and the offset to apply to its cosines (see the function `scale`).
    """

    def __init__(self, by_text: Mapping[str, Meaning]) -> None:
        subjects = [by_text[subject].vector for subject in EVERYDAY]
        self.numbers = len(subjects[0])
        self.scale = scale(subjects)
        self._subjects = table_of(subjects)
        self._questions = table_of([by_text[question].vector for question in ASKED])

    def not_covered(self, nearest: Callable[[Floats], Floats]) -> NDArray[np.bool_]:
        """Return which of the questions are far from everything that a pack says and asks.

        Args:
            nearest: returns each vector's highest cosine with anything in the pack.
        """
        times, plus = self.scale
        near = nearest(self._questions.fractions()) * times + plus
        return np.asarray(near <= _COVERED)

    def likeness(self, question: Floats, not_covered: NDArray[np.bool_]) -> Floats:
        """Return a question's cosines with each subject and with each everyday question that a pack doesn't cover.

        Args:
            question: a vector of length 1.
            not_covered: which of the everyday questions the pack doesn't cover.
        """
        return np.concatenate((self._subjects.likeness(question), self._questions.likeness(question)[not_covered]))


def scale(everyday: Sequence[Floats]) -> tuple[np.float32, np.float32]:
    """Return the factor and the offset that map a model's cosines to the scale of the model in Versed.

    Some models give 0.7 to unrelated texts, and confidence is computed from cosines. How similar a model finds the
    subjects of everyday life calibrates it, whatever the pack.
    """
    together = np.stack(everyday)
    cosines = (together @ together.T)[np.triu_indices(len(together), 1)]
    times = _USUAL_SPREAD / max(float(cosines.std()), 1e-6)
    return np.float32(times), np.float32(_USUAL - float(cosines.mean()) * times)
