"""What people are called: Ms, Herr, Professor."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from bot.language.text import fold

_Gender = Literal["woman", "man"]
_WOMAN_AS_TEXT = "frau madam madame miss mrs ms señora senora signora"
_MAN_AS_TEXT = "herr mister monsieur mr señor senor signor sir"
_GENDERS: dict[str, _Gender] = {
    **dict.fromkeys(_WOMAN_AS_TEXT.split(), "woman"),
    **dict.fromkeys(_MAN_AS_TEXT.split(), "man"),
}
_TITLED = re.compile(rf"({'|'.join((*_GENDERS, 'mx', 'dr', 'prof', 'professor'))})\.? (\w.*)", re.IGNORECASE)


def without_title(text: str) -> str | None:
    """Return the name of someone who's called Ms, Herr or the like; None if a text doesn't begin so."""
    match = _TITLED.fullmatch(text.strip())
    return match[2] if match else None


def names_another(text: str, answer: str) -> bool:
    """Return whether a text's title is wrong for the person that an answer names: Mr Schmidt isn't Maria Schmidt."""
    match = _TITLED.fullmatch(text.strip())
    called = _GENDERS.get(match[1].lower()) if match else None
    return called is not None and _gender(answer) not in {called, None}


def _gender(name: str) -> _Gender | None:
    """Return whether a name is a woman's or a man's by its title or its first name; None if that isn't known."""
    match = _TITLED.fullmatch(name.strip())
    if match is not None and (called := _GENDERS.get(match[1].lower())):
        return called
    first, _, last = (match[2] if match is not None else name.strip()).partition(" ")
    return _first_names().get(fold(first)) if last else None


@lru_cache(1)
def _first_names() -> dict[str, _Gender]:
    """Return the first names that hardly anyone of the other gender has."""
    women, men = files("bot.judging").joinpath("first_names.txt").read_text(encoding="ascii").splitlines()
    found: dict[str, _Gender] = dict.fromkeys(women.split()[1:], "woman")
    return {**found, **dict.fromkeys(men.split()[1:], "man")}
