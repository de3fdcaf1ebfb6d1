"""A closer look at some texts: how much of a question each of them covers.

Vectors say what texts are about as a whole: “how is a graphics card cooled” is close to any text on graphics cards.
Here each token of the question is compared with the most similar token of the text, as in Khattab and Zaharia 2020
(https://arxiv.org/abs/2004.12832), and “cooled” finds none.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.content.finding.vector_table import joined
from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats


class LateInteraction:
    """The token vectors of several texts.

    Args:
        texts: the token vectors of each text.
    """

    def __init__(self, texts: Sequence[Floats]) -> None:
        self._lengths = np.array([len(text) for text in texts], np.intp)
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._tokens = joined(texts)

    def __len__(self) -> int:
        return len(self._tokens)

    def likeness(self, question: Meaning, places: Sequence[int] | NDArray[np.intp]) -> Floats:
        """Return, for each text, the weighted mean cosine of the question's tokens with its most similar ones.

        A text without tokens gets 0.

        Args:
            question: the question's meaning.
            places: the positions of the texts to compare.
        """
        found = np.zeros(len(places), np.float32)
        lengths = self._lengths[places]
        filled = np.flatnonzero(lengths)
        if len(filled):
            lengths = lengths[filled]
            first = np.cumsum(lengths) - lengths
            rows = np.repeat(self._starts[places][filled] - first, lengths) + np.arange(lengths.sum())
            alike = self._tokens[rows].cosines(question.tokens)
            found[filled] = np.maximum.reduceat(alike, first, axis=0) @ question.weights
        return found
