"""What the bot says: immutable, platform-neutral blocks that each adapter renders in its own way.

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
        columns: the column titles, the first being that of the row names.
        rows: one tuple a row, each as long as columns.
        sides: whether every column but the first is a side of the pack: where there's colour, each has its own.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    sides: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table needs one cell per column")


@dataclass(frozen=True, slots=True)
class Facts:
    """Short labelled values, such as a score by topic."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far someone has come: a bar, with its numbers.

    Args:
        done: how much of it, from 0 to total.
        total: how much there is, at least 1.
    """

    done: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.total or not self.total:
            raise ValueError(f"{self.done} of {self.total} isn't progress")

    @property
    def words(self) -> str:
        """Return it in words: 3 of 15."""
        return f"{self.done:,} of {self.total:,}"

    @property
    def bar(self) -> str:
        """Return it as a line, for platforms that only write: ten signs at most, with the words."""
        signs = min(self.total, _SIGNS)
        full = self.done * signs // self.total
        return f"{'▰' * full}{'▱' * (signs - full)} {self.words}"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines that are read letter by letter: code, a prompt, a log.

    Args:
        text: the lines, unescaped.
        language: what they're written in, such as python; text for what has no language.
    """

    text: str
    language: str = "text"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture.

    Args:
        data: the file's bytes, a PNG or a JPEG.
        alt: what it shows, for those who don't see it.
        name: the file's name, ending in .png or .jpg.
        dark: the same for a dark screen, where the reader's own screen chooses; b"" where there's only one.
    """

    data: bytes = field(repr=False)
    alt: str
    name: str
    dark: bytes = field(default=b"", repr=False)

    @property
    def media_type(self) -> str:
        """Return what kind of file it is, by the bytes that a JPEG begins with."""
        return "image/jpeg" if self.data.startswith(b"\xff\xd8") else "image/png"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that's still to be drawn, so that pages are made at once and a kept message stays small.

    Before a platform shows it, an image takes its place; where that can't be, its description does.

    Args:
        recipe: what's drawn, as ASCII text (see bot/illustrations/recipes.py).
        alt: what it shows, for those who don't see it.
        name: of the file that it becomes, without its ending.
    """

    recipe: str
    alt: str
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep.

    Args:
        name: of the file, with its ending.
        data: its bytes.
        media_type: what it is, such as application/json.
    """

    name: str
    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Footer:
    """The quiet last line: where this comes from."""

    text: Line


@dataclass(frozen=True, slots=True)
class Countdown:
    """Time that runs, until something closes or comes; a platform that can counts it down by itself.

    Args:
        opens_at: when it begins to run, in UTC.
        closes_at: when it has run out, in UTC.
        sentence: what happens then; `{when}` stands for “in 10 seconds”, or for “at 09:00”.
        left: how much is left as this is said, for those who can't count; None if it isn't worth saying.
    """

    opens_at: datetime
    closes_at: datetime
    sentence: str = "Closes {when}."
    left: timedelta | None = None

    def __post_init__(self) -> None:
        if self.sentence.count("{when}") != 1:
            raise ValueError("the sentence of a countdown says once when")

    @property
    def is_long(self) -> bool:
        """Return whether it's more for a calendar than for a stopwatch."""
        return self.closes_at - self.opens_at >= timedelta(hours=1)

    @property
    def around(self) -> tuple[str, str]:
        """Return what the sentence says before and after it says when."""
        before, _, after = self.sentence.partition("{when}")
        return before, after

    @property
    def in_words(self) -> str:
        """Return the sentence for those who see nothing move."""
        return self.sentence.replace(
            "{when}", f"at {self.moment}" if self.left is None else f"in {_lasting(self.left)}"
        )

    @property
    def moment(self) -> str:
        """Return when it has run out, in UTC."""
        at = self.closes_at.astimezone(UTC)
        return f"{at:%H:%M on} {at.day} {at:%B} (UTC)" if self.is_long else f"{at:%H:%M:%S} (UTC)"


def _lasting(span: timedelta) -> str:
    """Return a span of time in the largest unit that it fills twice, rounded up: what's left is never nothing."""
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
    """How a message feels: a colour where there is any. Its words have the sign ✓ or ✗, as colour alone says nothing.

    https://www.w3.org/TR/WCAG22/#use-of-color
    """

    PLAIN = "plain"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Message:
    """Something the bot says.

    Args:
        blocks: its parts, from top to bottom.
        private: shown only to the person who asked.
        replaces: when answering a press on a private message, takes its place. A public message never changes under
            the eyes of others: there, and in answer to a command, it's sent as a new one.
        tone: how it feels.
    """

    blocks: tuple[Block, ...]
    private: bool = False
    replaces: bool = False
    tone: Tone = Tone.PLAIN
    _hash: int | None = field(default=None, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Work the hash out once: platforms remember by message what they've rendered, and many get the same one."""
        if self._hash is None:
            object.__setattr__(self, "_hash", hash((self.blocks, self.private, self.replaces, self.tone)))
        return self._hash or 0


def message(*blocks: Block, private: bool = False, replaces: bool = False, tone: Tone = Tone.PLAIN) -> Message:
    """Make a message from its blocks.

    Args:
        blocks: its parts, from top to bottom.
        private: shown only to the person who asked.
        replaces: when answering a press on a private message, takes its place.
        tone: how it feels.
    """
    return Message(blocks, private=private, replaces=replaces, tone=tone)
