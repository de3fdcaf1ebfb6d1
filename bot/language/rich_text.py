"""Lines of rich text: styled words, and times, channels and commands, which each platform shows in its own way."""

from dataclasses import dataclass
from datetime import UTC, datetime
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
        text: the text, unescaped.
        style: its style.
        url: an https URL to which the text links, or None.
    """

    text: str
    style: Style = Style.PLAIN
    url: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None and not self.url.startswith("https://"):
            raise ValueError(f"only https links are allowed, not {self.url!r}")


def strong(text: str) -> Span:
    """Return a span with strong emphasis."""
    return Span(text, Style.STRONG)


def emphasis(text: str) -> Span:
    """Return a span with light emphasis."""
    return Span(text, Style.EMPHASIS)


def code(text: str) -> Span:
    """Return a span of code, such as a command to type."""
    return Span(text, Style.CODE)


class Shows(StrEnum):
    """How much of a moment is shown."""

    RELATIVE = "relative"
    """How far away it is, updated live where the platform supports it: in 3 minutes. Elsewhere, day and time."""
    TIME = "time"
    DAY = "day"
    DAY_AND_TIME = "day and time"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown in each reader's time zone where the platform supports it.

    A day alone may follow “on”. With its time, use it without a preposition (“Closes: 5 March at 17:00”), because
    some platforms show “tomorrow at 17:00”.

    Args:
        at: the time, with a time zone.
        shows: how much of it to show.
        text: the same in words, for where the reader's zone is unknown, such as a terminal or a picture.

    Raises:
        ValueError: the time has no zone.
    """

    at: datetime
    shows: Shows
    text: str

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("a moment needs a zone")


def day_and_time(at: datetime) -> Moment:
    """Return a moment that's shown with its day and time, in words as 2 March 2026, 09:00 UTC."""
    there = at.astimezone(UTC)
    return Moment(at, Shows.DAY_AND_TIME, f"{there.day} {there:%B %Y, %H:%M} UTC")


@dataclass(frozen=True, slots=True)
class ChannelMention:
    """A channel, shown with its current name; it pings nobody.

    Args:
        id: the channel's id on its platform; "" if it isn't a channel, such as a private conversation.
        name: its name with its sign, for platforms that don't look up the current one.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CommandMention:
    """A command, shown as it's typed on the reader's platform, and clickable where possible.

    Args:
        line: the command in the core's form: a slash, the name, and perhaps values, such as /define RAG.
    """

    line: str


TextPart: TypeAlias = Span | Moment | ChannelMention | CommandMention


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph made of parts; line breaks within a span are kept."""

    spans: tuple[TextPart, ...]


def text(*parts: str | TextPart) -> Text:
    """Return a paragraph of plain strings, styled spans, moments and mentions."""
    return Text(tuple(Span(part) if isinstance(part, str) else part for part in parts))


Line: TypeAlias = str | Text
"""The content of a fact, a table cell or a footer: a plain string, or text with moments and mentions."""


def parts(line: Line) -> tuple[TextPart, ...]:
    """Return the parts of a line."""
    return (Span(line),) if isinstance(line, str) else line.spans


def in_words(content: Line | TextPart) -> str:
    """Return a line, or a part of one, as plain words."""
    match content:
        case str():
            return content
        case Text(spans):
            return "".join(map(in_words, spans))
        case Span(words):
            return words
        case Moment():
            return content.text
        case ChannelMention(_, name):
            return name
        case CommandMention(line):
            return line
