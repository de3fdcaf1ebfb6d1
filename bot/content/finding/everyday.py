"""Everyday life as vectors: what people ask that's no pack's business, read once for all packs."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.content.finding.everyday_questions import ASKED
from bot.content.finding.everyday_subjects import EVERYDAY
from bot.content.finding.vector_table import table_of
from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats

_USUAL, _USUAL_SPREAD = 0.2576, 0.0986
"""Mean and spread of the cosines between the subjects of everyday life, as the model in Versed gives them."""

_OWN_BUSINESS = 0.42
"""Nearness to a pack from which an everyday question is the pack's own business."""


class Everyday:
    """The subjects of everyday life, and questions on it, as one model understands them.

    Args:
        by_text: what each of `everyday_texts` means.

    Attributes:
        numbers: of which a vector of this model is made.
        scale: what its cosines are to be taken times, and plus what.
    """

    def __init__(self, by_text: Mapping[str, Meaning]) -> None:
        subjects = [by_text[subject].vector for subject in EVERYDAY]
        self.numbers = len(subjects[0])
        self.scale = scale(subjects)
        self._subjects = table_of(subjects)
        self._questions = table_of([by_text[question].vector for question in ASKED])

    def no_business(self, nearest: Callable[[Floats], Floats]) -> NDArray[np.bool_]:
        """Return which of the questions lie far from all that a pack says and asks.

        Args:
            nearest: tells how near each of some vectors lies to the pack, as a cosine of this model.
        """
        times, plus = self.scale
        near = nearest(self._questions.fractions()) * times + plus
        return np.asarray(near <= _OWN_BUSINESS)

    def likeness(self, question: Floats, no_business: NDArray[np.bool_]) -> Floats:
        """Return the cosine between a question, and each subject and each question that's no business of a pack.

        Args:
            question: a vector of length 1.
            no_business: which of the questions are none.
        """
        return np.concatenate((self._subjects.likeness(question), self._questions.likeness(question)[no_business]))


def scale(everyday: Sequence[Floats]) -> tuple[np.float32, np.float32]:
    """Return what a model's cosines are to be taken times, and plus what, to be like those of the model in Versed.

    Some models give 0.7 to what has nothing in common, and the confidence in an answer is judged by cosines. How
    alike a model finds the subjects of everyday life tells its measure, with any pack.
    """
    together = np.stack(everyday)
    cosines = (together @ together.T)[np.triu_indices(len(together), 1)]
    times = _USUAL_SPREAD / max(float(cosines.std()), 1e-6)
    return np.float32(times), np.float32(_USUAL - float(cosines.mean()) * times)
