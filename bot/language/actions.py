"""The payload of a button: a typed, versioned action, encoded in at most 100 ASCII characters.

An action is a frozen dataclass of str, int and bool fields, declared with @action. On the wire it reads
`tag.version:field:field`, for example `answer.1:k3f9q2ab:4:2`. What comes back from a platform is untrusted: `decode`
refuses anything that `encode` couldn't have written, and the action's handler checks the person and the state.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import ClassVar, TypeVar, dataclass_transform, get_type_hints

from bot.language.refusals import Refusal

MAX_LENGTH = 100
"""Maximum length of an encoded press: Discord's limit for a custom id, the lowest among the platforms."""

LARGEST = 999_999_999
"""Largest number that a press can carry."""

_LONGEST_ID = 40
"""Maximum length of an id in a press, so that an action with two such ids fits."""

_WORD = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


class Action:
    """Base class of all actions; declare one with @action(tag, version=…, command=…)."""

    __slots__ = ()
    tag: ClassVar[str]
    version: ClassVar[int]
    command: ClassVar[str]


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    kind: type


_ActionT = TypeVar("_ActionT", bound=Action)
_registry: dict[str, tuple[type[Action], tuple[_Field, ...]]] = {}


@dataclass_transform(frozen_default=True)
def action(tag: str, *, version: int, command: str) -> Callable[[type[_ActionT]], type[_ActionT]]:
    """Declare an action that a button may carry.

    Args:
        tag: the action's short name on the wire.
        version: increment it whenever the fields change meaning, so that older buttons answer "expired".
        command: the command to suggest when the button has expired, without the slash.

    Raises:
        ValueError: the tag is taken, or a field isn't a str, an int or a bool.
    """

    def declare(cls: type[_ActionT]) -> type[_ActionT]:
        kind = dataclass(frozen=True)(cls)
        kind.tag, kind.version, kind.command = tag, version, command
        hints = get_type_hints(kind)
        parts = tuple(_Field(each.name, hints[each.name]) for each in fields(kind))  # type: ignore[arg-type]
        if tag in _registry:
            raise ValueError(f"the tag {tag!r} is already taken")
        if bad := [part.name for part in parts if part.kind not in (str, int, bool)]:
            raise ValueError(f"{cls.__name__} has fields that a press can't carry: {', '.join(bad)}")
        _registry[tag] = (kind, parts)
        return kind

    return declare


def declared() -> Collection[type[Action]]:
    """Return every action declared so far; once the catalogue has been imported, that's all of them."""
    return [kind for kind, _ in _registry.values()]


@lru_cache(4096)  # many people get the same buttons
def encode(act: Action) -> str:
    """Encode an action as a press.

    Raises:
        ValueError: the action doesn't fit: a text with characters beyond A–Z a–z 0–9 _ -, a number outside
            0…999,999,999, or more than MAX_LENGTH characters in all.
    """
    _, parts = _registry[act.tag]
    words = [f"{act.tag}.{act.version}"]
    for part in parts:
        value = getattr(act, part.name)
        word = str(int(value)) if part.kind in (int, bool) else str(value)
        if not (_WORD if part.kind is str else _NUMBER).fullmatch(word):
            raise ValueError(f"{part.name}={value!r} can't travel in a press")
        words.append(word)
    encoded = ":".join(words)
    if len(encoded) > MAX_LENGTH:
        raise ValueError(f"{encoded!r} is longer than {MAX_LENGTH} characters")
    return encoded


def can_travel(word: str) -> bool:
    """Return whether an id is valid in a press and short enough to leave room for the other fields."""
    return 0 < len(word) <= _LONGEST_ID and _WORD.fullmatch(word) is not None


def kept_id(word: str) -> str:
    """Return a stored id after checking it.

    Raises:
        ValueError: no press can carry it, so it must be damaged.
    """
    if not can_travel(word):
        raise ValueError(f"a button can't hold {word[: 2 * _LONGEST_ID]!r}")
    return word


def decode(encoded: str) -> Action:
    """Return the action that a press carries.

    Args:
        encoded: what came back from the platform, untrusted.

    Raises:
        Refusal: it's unknown, outdated or malformed.
    """
    head, *words = encoded[: MAX_LENGTH + 1].split(":")
    tag, _, version = head.partition(".")
    if tag not in _registry or len(encoded) > MAX_LENGTH:
        raise Refusal("I don't know that button any more; run /help to see what I can do now.")
    cls, parts = _registry[tag]
    if version != str(cls.version) or len(words) != len(parts):
        raise Refusal(f"This button has expired; run /{cls.command} for a fresh one.")
    values: dict[str, str | int | bool] = {}
    for part, word in zip(parts, words, strict=True):
        pattern = _WORD if part.kind is str else _NUMBER
        if not pattern.fullmatch(word) or (part.kind is bool and word not in ("0", "1")):
            raise Refusal(f"This button doesn't work; run /{cls.command} for a fresh one.")
        values[part.name] = word if part.kind is str else part.kind(int(word))
    return cls(**values)
