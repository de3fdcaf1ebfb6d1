"""WordPiece tokeniser: splits a text into the word pieces that a BERT model knows."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"

_LONGEST = 100
"""Words of more characters than this count as unknown and aren't split."""


class WordPieces:
    """A tokeniser with a model's vocabulary.

    Args:
        pieces: the vocabulary in the model's order; pieces that continue a word start with ##.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self._begin, self._end, self._unknown = (self._numbers[each] for each in (_BEGIN, _END, _UNKNOWN))

    def numbers(self, text: str, most: int) -> list[int]:
        """Return the ids of a text's pieces, with the model's special tokens around them.

        Args:
            text: any text.
            most: the maximum number of ids, including the two special tokens.
        """
        found: list[int] = []
        for word in _words(text):
            found += self._cut(word)
            if len(found) >= most - 2:
                break
        return [self._begin, *found[: most - 2], self._end]

    def _cut(self, word: str) -> list[int]:
        """Return the ids of the longest pieces that make up a word, from its beginning."""
        if len(word) > _LONGEST:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            before = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._numbers.get(before + word[start:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            found.append(number)
            start = end
        return found


def _words(text: str) -> Iterator[str]:
    """Yield the words and punctuation marks of a text, in lower case and without accents."""
    word = ""
    for character in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(character)
        if kind == "Mn" or kind == "Cf" or character == "\0":
            continue
        is_part = kind[0] in "LN" and not _stands_alone(character)
        if is_part:
            word += character
            continue
        if word:
            yield word
            word = ""
        if not (character.isspace() or kind == "Cc"):
            yield character
    if word:
        yield word


def _stands_alone(character: str) -> bool:
    """Return whether a character is a word of its own, as Chinese ones are in these models."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or "\uf900" <= character <= "\ufaff"
