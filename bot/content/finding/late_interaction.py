"""A closer look at some texts: how much of what a question says each of them speaks of.

Vectors tell what texts are about as a whole: “how is a graphics card cooled” lies near whatever speaks of graphics
cards. Here each token of the question looks for the token of the text that's most like it, as in Khattab and Zaharia
2020 (https://arxiv.org/abs/2004.12832), and “cooled” finds none.
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from bot.content.finding.vector_table import joined
from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats


class LateInteraction:
    """Texts, token by token.

    Args:
        texts: the token vectors of each.
    """

    def __init__(self, texts: Sequence[Floats]) -> None:
        self._ends = list(accumulate(map(len, texts), initial=0))
        self._tokens = joined(texts)

    def __len__(self) -> int:
        return len(self._tokens)

    def likeness(self, question: Meaning, places: Sequence[int]) -> Floats:
        """Return the weighted mean cosine between a question's tokens and the nearest of each text; 0 without any.

        Args:
            question: what it means.
            places: of the texts.
        """
        found = np.zeros(len(places), np.float32)
        lengths = np.array([self._ends[place + 1] - self._ends[place] for place in places], np.intp)
        filled = np.flatnonzero(lengths)
        if len(filled):
            rows = np.concatenate([np.arange(self._ends[place], self._ends[place + 1]) for place in places])
            alike = self._tokens[rows].fractions() @ question.tokens.T
            first = np.cumsum(lengths[filled]) - lengths[filled]
            found[filled] = np.maximum.reduceat(alike, first, axis=0) @ question.weights
        return found
