"""The bot's messages: immutable, platform-neutral blocks that each adapter renders in its own way.

A block holds meaning, never markup: adapters escape every text, so no pack and no person can inject formatting
or a mention.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.language.controls import Buttons, Menu, Switches
from bot.language.rich_text import Line, Text
from bot.language.text import counted

_SIGNS = 10
"""Width of a text progress bar, in characters."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a message or of a part of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the first column names the row.

    Args:
        columns: the column titles, the first for the row names.
        rows: one tuple per row, each as long as `columns`.
        sides: whether every column except the first is a side of the pack, with a colour of its own.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    sides: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table needs one cell per column")


@dataclass(frozen=True, slots=True)
class Facts:
    """Short values with labels, such as a score by topic."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A progress bar with its numbers.

    Args:
        done: how much is done, from 0 to `total`.
        total: how much there is in all, at least 1.
    """

    done: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.total or not self.total:
            raise ValueError(f"{self.done} of {self.total} isn't progress")

    @property
    def words(self) -> str:
        """Return the progress in words: 3 of 15."""
        return f"{self.done:,} of {self.total:,}"

    @property
    def bar(self) -> str:
        """Return the bar as a line of text, for platforms without graphics: up to ten signs, and the words."""
        signs = min(self.total, _SIGNS)
        full = self.done * signs // self.total
        return f"{'▰' * full}{'▱' * (signs - full)} {self.words}"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted lines: code, a prompt, a log.

    Args:
        text: the lines, unescaped.
        language: the language, such as python; "text" for none.
    """

    text: str
    language: str = "text"


LONGEST_ALT = 1000
"""Maximum length of the descriptions that Versed writes of pictures; Discord accepts 1,024, other platforms more."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture.

    Args:
        data: the file's bytes, a PNG or a JPEG.
        alt: a description, for those who don't see it.
        name: the file's name, ending in .png or .jpg.
        dark: the dark-mode version, where the reader's own screen chooses; b"" if there's only one version.
    """

    data: bytes = field(repr=False)
    alt: str
    name: str
    dark: bytes = field(default=b"", repr=False)

    @property
    def media_type(self) -> str:
        """Return the media type, recognising a JPEG by its first bytes."""
        return "image/jpeg" if self.data.startswith(b"\xff\xd8") else "image/png"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that hasn't been drawn yet, so that making a page is fast and a stored message stays small.

    Before it's sent, it's replaced by an image, or by its description if it can't be drawn.

    Args:
        recipe: what to draw, as ASCII text (see bot/illustrations/recipes.py).
        alt: a description, for those who don't see it.
        name: the name of the image file, without extension.
    """

    recipe: str
    alt: str
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to download.

    Args:
        name: the file's name, with extension.
        data: its bytes.
        media_type: its media type, such as application/json.
    """

    name: str
    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Footer:
    """A less prominent last line, such as the source."""

    text: Line


@dataclass(frozen=True, slots=True)
class Countdown:
    """The time left until something closes or happens; where the platform supports it, it counts down by itself.

    Args:
        opens_at: when it starts, in UTC.
        closes_at: when it ends, in UTC.
        sentence: what happens then; `{when}` is replaced by “in 10 seconds” or “at 09:00”.
        left: the time left when the message is sent, for platforms that can't count down; None to say when it ends.
        waits: whether it only says when something comes; otherwise it's the time left to do something.
    """

    opens_at: datetime
    closes_at: datetime
    sentence: str = "Closes {when}."
    left: timedelta | None = None
    waits: bool = False

    def __post_init__(self) -> None:
        if self.sentence.count("{when}") != 1:
            raise ValueError("the sentence of a countdown says once when")

    @property
    def is_long(self) -> bool:
        """Return whether it lasts an hour or more, so that the end needs a date."""
        return self.closes_at - self.opens_at >= timedelta(hours=1)

    @property
    def around(self) -> tuple[str, str]:
        """Return the parts of the sentence before and after `{when}`."""
        before, _, after = self.sentence.partition("{when}")
        return before, after

    @property
    def in_words(self) -> str:
        """Return the sentence for platforms that don't count down."""
        return self.sentence.replace(
            "{when}", f"at {self.moment}" if self.left is None else f"in {_lasting(self.left)}"
        )

    @property
    def moment(self) -> str:
        """Return when it ends, in UTC, as text."""
        at = self.closes_at.astimezone(UTC)
        return f"{at:%H:%M on} {at.day} {at:%B} (UTC)" if self.is_long else f"{at:%H:%M:%S} (UTC)"


def _lasting(span: timedelta) -> str:
    """Return a duration in the largest unit of which there are more than two, rounded up, so that it's never zero."""
    seconds = max(1, -(-span // timedelta(seconds=1)))
    for length, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds > 2 * length:
            return counted(-(-seconds // length), unit)
    return counted(seconds, "second")


Block: TypeAlias = (
    Heading
    | Text
    | Table
    | Facts
    | Progress
    | CodeBlock
    | Image
    | Drawing
    | File
    | Buttons
    | Menu
    | Switches
    | Footer
    | Countdown
)


class Tone(StrEnum):
    """The tone of a message, shown as a colour; its text also has the sign ✓ or ✗, since colour alone isn't enough.

    https://www.w3.org/TR/WCAG22/#use-of-color
    """

    PLAIN = "plain"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Message:
    """A message from the bot.

    Args:
        blocks: its parts, from top to bottom.
        private: whether only the person who asked sees it.
        replaces: whether it replaces the private message whose button was pressed. Public messages never change in
            front of others: there, and in answer to a command, it's sent as a new message.
        tone: its tone.
        in_passing: whether a private message is only a word in passing, such as a thank-you's answer. If a platform
            can't show a private answer where the question was asked, everyone may see it there.
    """

    blocks: tuple[Block, ...]
    private: bool = False
    replaces: bool = False
    tone: Tone = Tone.PLAIN
    in_passing: bool = False
    _hash: int | None = field(default=None, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Compute the hash once: platforms cache rendered messages by it, and many people get the same message."""
        if self._hash is None:
            object.__setattr__(self, "_hash", hash((self.blocks, self.private, self.replaces, self.tone)))
        return self._hash or 0


def message(
    *blocks: Block,
    private: bool = False,
    replaces: bool = False,
    tone: Tone = Tone.PLAIN,
    in_passing: bool = False,
) -> Message:
    """Return a message with the given blocks.

    Args:
        blocks: its parts, from top to bottom.
        private: whether only the person who asked sees it.
        replaces: whether it replaces the private message whose button was pressed.
        tone: its tone.
        in_passing: whether it's only a word in passing (see Message).
    """
    return Message(blocks, private=private, replaces=replaces, tone=tone, in_passing=in_passing)
