"""What the bot says: immutable, platform-neutral blocks that each adapter renders in its own way.

A block holds meaning, never markup: adapters escape every text, so no pack and no person can inject formatting
or a mention.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.language.forms import AnyForm
from bot.language.text import counted

_SIGNS = 10
"""Width of a text progress bar, in characters."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that would do instead of what was refused, and can be run as it stands.

    Args:
        label: what its button says.
        value: for the option that's to blame; everything else stays as it was typed.
        line: a whole command with its slash, where no value would do.
    """

    label: str
    value: str = ""
    line: str = ""


class Refusal(Exception):
    """A request that is turned down; it may be raised to several people, so it isn't changed once it's made.

    Args:
        said: for the person: what was wrong, what to do.
        option: what's to blame, by its name; "" if it's no option.
        offers: what would do instead, best first.
        buttons: what's offered to one person, ready to press; the application makes them.
    """

    def __init__(
        self, said: "Line", *, option: str = "", offers: Iterable[Offer] = (), buttons: "Iterable[Button]" = ()
    ) -> None:
        self.sentence = in_words(said)
        super().__init__(self.sentence)
        self.line = said
        self.option = option
        self.offers = tuple(offers)
        self.buttons = tuple(buttons)

    def offering(self, buttons: "Iterable[Button]") -> "Refusal":
        """Return the same refusal, to one person, with what's offered to them."""
        return Refusal(self.line, option=self.option, offers=self.offers, buttons=buttons)

    @property
    def said(self) -> "Message":
        """Return it as a message, for the one who asked."""
        buttons = [Buttons(self.buttons)] if self.buttons else []
        return message(text(*parts(self.line)), *buttons, private=True)


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
class Heading:
    """The title of a message or of a part of it."""

    text: str


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


class Emphasis(StrEnum):
    """How a button presents itself among its neighbours."""

    PRIMARY = "primary"
    NORMAL = "normal"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press.

    Args:
        label: what it says.
        press: the encoded action that it carries (see press.encode).
        emphasis: how it presents itself.
        form: what to ask before the press is sent, or None.
    """

    label: str
    press: str
    emphasis: Emphasis = Emphasis.NORMAL
    form: AnyForm | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """A group of buttons that belong together.

    Args:
        buttons: in order.
        answers: whether they're the answers to a question: a platform that can gives each a shape and a colour of its
            own, by its place.
    """

    buttons: tuple[Button, ...]
    answers: bool = False


LONGEST_DETAIL = 100
"""Characters of a menu's quieter line that Discord shows; what's longer would stand beside the menu in full."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu.

    Args:
        label: what it says.
        press: the encoded action that choosing it sends.
        detail: a second, quieter line, as short as LONGEST_DETAIL.
    """

    label: str
    press: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down from which one line is chosen.

    Args:
        prompt: what the closed menu says.
        choices: its lines, in order.
        chosen: the press of the line that holds now, which the prompt ends in: “Questions: 5”; "" if none does. A
            platform whose menus show a choice by themselves does so.
    """

    prompt: str
    choices: tuple[Choice, ...]
    chosen: str = ""

    @property
    def holds(self) -> Choice | None:
        """Return the line that holds now, if one does."""
        return next((each for each in self.choices if self.chosen and each.press == self.chosen), None)

    @property
    def title(self) -> str:
        """Return what the menu is about, for where the line that holds is shown beside it."""
        return self.prompt.removesuffix(f": {self.holds.label}") if self.holds else self.prompt


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that's on or off, and is changed by flipping it.

    Args:
        label: what it's about.
        is_on: how it stands.
        on: the press that turns it on.
        off: the press that turns it off.
    """

    label: str
    is_on: bool
    on: str
    off: str

    @property
    def button(self) -> Button:
        """Return it as a button, for platforms without switches."""
        if self.is_on:
            return Button(f"{self.label}: yes → no", self.off)
        return Button(f"{self.label}: no → yes", self.on)


@dataclass(frozen=True, slots=True)
class Switches:
    """A group of switches that belong together."""

    switches: tuple[Switch, ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return them as buttons, for platforms without switches."""
        return tuple(each.button for each in self.switches)


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
