"""What a line says: words that may stand out, and moments, channels and commands that each platform shows its way."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class Style(StrEnum):
    """How a span of text stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, optionally linked.

    Args:
        text: what's shown, unescaped.
        style: how it stands out.
        url: an https address that the text links to, or None.
    """

    text: str
    style: Style = Style.PLAIN
    url: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None and not self.url.startswith("https://"):
            raise ValueError(f"only https links are allowed, not {self.url!r}")


def strong(text: str) -> Span:
    """Make a span that stands out strongly."""
    return Span(text, Style.STRONG)


def emphasis(text: str) -> Span:
    """Make a span with a light stress."""
    return Span(text, Style.EMPHASIS)


def code(text: str) -> Span:
    """Make a span that's typed or read letter by letter, such as a command."""
    return Span(text, Style.CODE)


class Shows(StrEnum):
    """How much of a moment is shown."""

    RELATIVE = "relative"
    """How far away it is, counting by itself where a platform can: in 3 minutes. Elsewhere, day and time."""
    TIME = "time"
    DAY = "day"
    DAY_AND_TIME = "day and time"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, which each reader sees by their own clock where the platform can show it so.

    A day alone may follow “on”. With its time it stands without a preposition (“Closes: 5 March at 17:00”), as some
    platforms say “tomorrow at 17:00”.

    Args:
        at: when, with its zone.
        shows: how much of it.
        text: the same in words, for where nobody knows the reader's zone, such as a terminal or a picture.

    Raises:
        ValueError: it has no zone.
    """

    at: datetime
    shows: Shows
    text: str

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("a moment needs a zone")


@dataclass(frozen=True, slots=True)
class ChannelMention:
    """A channel, by its name as it is when someone reads it; it pings nobody.

    Args:
        id: as its platform knows it; "" for what isn't a channel, such as a private conversation.
        name: as it was, with its sign, for where the platform doesn't show it by itself.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CommandMention:
    """A command as it's typed on the platform where it's read, and can be pressed there if possible.

    Args:
        line: the core's: a slash, the name, and perhaps values, such as /define RAG.
    """

    line: str


Part: TypeAlias = Span | Moment | ChannelMention | CommandMention


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph made of parts; line breaks within a span are kept."""

    spans: tuple[Part, ...]


def text(*parts: str | Part) -> Text:
    """Make a paragraph from plain strings, styled spans, moments and mentions."""
    return Text(tuple(Span(part) if isinstance(part, str) else part for part in parts))


Line: TypeAlias = str | Text
"""What a fact's value, a table's cell or a footer says: words alone, or text with moments and mentions in it."""


def parts(said: Line) -> tuple[Part, ...]:
    """Return what a line is made of."""
    return (Span(said),) if isinstance(said, str) else said.spans


def in_words(said: Line | Part) -> str:
    """Return a line, or a part of one, as plain words."""
    match said:
        case str():
            return said
        case Text(spans):
            return "".join(map(in_words, spans))
        case Span(words):
            return words
        case Moment():
            return said.text
        case ChannelMention(_, name):
            return name
        case CommandMention(line):
            return line
