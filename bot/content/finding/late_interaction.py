"""A closer look at some texts: how much of what a question says each of them speaks of.

Vectors tell what texts are about as a whole: “how is a graphics card cooled” lies near whatever speaks of graphics
cards. Here each token of the question looks for the token of the text that's most like it, as in Khattab and Zaharia
2020 (https://arxiv.org/abs/2004.12832), and “cooled” finds none.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.content.finding.vector_table import joined
from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats


class LateInteraction:
    """Texts, token by token.

    Args:
        texts: the token vectors of each.
    """

    def __init__(self, texts: Sequence[Floats]) -> None:
        self._lengths = np.array([len(text) for text in texts], np.intp)
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._tokens = joined(texts)

    def __len__(self) -> int:
        return len(self._tokens)

    def likeness(self, question: Meaning, places: Sequence[int] | NDArray[np.intp]) -> Floats:
        """Return the weighted mean cosine between a question's tokens and the nearest of each text; 0 without any.

        Args:
            question: what it means.
            places: of the texts.
        """
        found = np.zeros(len(places), np.float32)
        lengths = self._lengths[places]
        filled = np.flatnonzero(lengths)
        if len(filled):
            lengths = lengths[filled]
            first = np.cumsum(lengths) - lengths
            rows = np.repeat(self._starts[places][filled] - first, lengths) + np.arange(lengths.sum())
            alike = self._tokens[rows].fractions() @ question.tokens.T
            found[filled] = np.maximum.reduceat(alike, first, axis=0) @ question.weights
        return found
