"""Renders messages as pages of Components V2 within Discord's limits; long messages get several pages.

https://docs.discord.com/developers/components/reference
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, count, islice

from adapters.discord.outbound.lines import LineGroup, note, paragraphs, width
from adapters.discord.outbound.mentions import CommandMentions
from adapters.discord.outbound.wire import Payload, to_json
from adapters.json_value import Json
from bot.features.help.actions import ShowHelp
from bot.language.actions import encode
from bot.language.commands import AnyCommand
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu, Switches
from bot.language.direction import isolate
from bot.language.message import File, Image, Message, Tone
from bot.language.rich_text import text
from bot.language.text import printable

MOST_TEXT = 4000
"""Maximum number of characters in a message, for all components together."""
MOST_COMPONENTS = 40
"""Maximum number of components in a message, including nested ones."""
MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024
"""Maximum size of a message's files together; a single file may be as large.

https://docs.discord.com/developers/reference#uploading-files
"""
BUTTONS_A_ROW = 5
MOST_OPTIONS = 25
LONGEST_ID = 100
LONGEST_LABEL = 80
LONGEST_OPTION = 100
LONGEST_PROMPT = 150
LONGEST_ALT = 1024

BEFORE_SUFFIX = "~"
"""Separates a press, which never contains this character, from a suffix: a post's mark or a seal."""

_ACCENTS = {Tone.PLAIN: 0x5B6EE1, Tone.RIGHT: 0x2E9E5B, Tone.WRONG: 0xD64545}
_STYLES = {Emphasis.PRIMARY: 1, Emphasis.NORMAL: 2, Emphasis.DANGER: 4}
_ROW, _BUTTON, _SELECT, _TEXT, _GALLERY, _FILE, _CONTAINER = 1, 2, 3, 10, 12, 13, 17
_CACHED = 256
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+|^[.]+")
_LONGEST_NAME = 100
"""Maximum number of characters in a file's name; longer ones lose their beginning, so that the extension stays."""


@dataclass(frozen=True, slots=True)
class Page:
    """One message on Discord.

    Args:
        components: its components as JSON.
        files: its attachments, with the names that the components refer to.
    """

    components: bytes
    files: tuple[File, ...] = ()


class Renderer:
    """Renders messages.

    Args:
        catalogue: the commands that messages may mention.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        self._mentions = CommandMentions(catalogue)
        self._remembered = lru_cache(_CACHED)(lambda message: self._pages(message, ""))

    def learn(self, commands: Iterable[Payload]) -> None:
        """Remember the registered commands' ids, so that mentions of commands are clickable."""
        self._mentions.learn(commands)
        self._remembered.cache_clear()

    def pages(self, message: Message, seal: str = "") -> tuple[Page, ...]:
        """Return a message as one page or more.

        Args:
            message: to render.
            seal: added to its components' ids if it fits (see seal.py); "" for none.
        """
        if seal or any(isinstance(block, Image | File) for block in message.blocks):
            return self._pages(message, seal)
        return self._remembered(message)

    def post(self, message: Message, mark: str, mention: str = "") -> tuple[Page, ...]:
        """Return a message as pages that can be found in a channel's history.

        Args:
            message: what to post.
            mark: added to its components' ids if it fits, and at least once on the first page.
            mention: markup that pings someone, at the top of the first page; "" for nobody.
        """
        return self._pages(message, mark, mention, is_post=True)

    def _pages(self, message: Message, mark: str, mention: str = "", *, is_post: bool = False) -> tuple[Page, ...]:
        book = _Book(mark, message.tone)
        book.text([[mention]])
        for block in message.blocks:
            match block:
                case Buttons(buttons):
                    book.buttons(buttons)
                case Switches():
                    book.buttons(block.buttons)
                case Menu():
                    book.menu(block)
                case Image():
                    book.image(block)
                case File():
                    book.file(block)
                case _:
                    book.text(paragraphs(block, self._mentions.write))
        return book.close(is_post=is_post)


def in_words(message: Message) -> Message:
    """Return a message with descriptions instead of pictures, for channels where the bot may not attach files."""
    return replace(
        message, blocks=tuple(text(each.alt) if isinstance(each, Image) else each for each in message.blocks)
    )


def shorten(text: str, most: int) -> str:
    """Return a text for a control: one line, truncated with an ellipsis if it's too long, and never empty."""
    line = " ".join(printable(text).split()) or "…"
    if width(line) <= most:
        isolated = isolate(line)
        return isolated if width(isolated) <= most else line
    while width(line) >= most:
        line = line[: min(len(line) - 1, most - 1)]
    return f"{line.rstrip()}…"


@dataclass
class _Sheet:
    """A page being filled."""

    parts: list[Json] = field(default_factory=list)
    text: int = 0
    components: int = 1  # the container
    ids: set[str] = field(default_factory=set)
    files: list[File] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Return the total size of the files in bytes."""
        return sum(len(file.data) for file in self.files)


class _Book:
    """Fills page after page."""

    def __init__(self, mark: str, tone: Tone) -> None:
        self._mark = f"{BEFORE_SUFFIX}{mark}" if mark else ""
        self._sheets = [_Sheet()]
        self._menus = 0
        self._accent = _ACCENTS[tone]

    def text(self, written: list[LineGroup]) -> None:
        """Add the paragraphs of one block, in one component if they fit on the page."""
        open_text: list[str] = []
        for paragraph in written:
            for lines in _fitting(paragraph):
                if not lines.strip():
                    continue
                gap = "\n\n" if len(paragraph) > 1 else "\n"
                if open_text and self._sheets[-1].text + width(gap + lines) <= MOST_TEXT:
                    open_text.append(gap + lines)
                    self._sheets[-1].text += width(gap + lines)
                    continue
                self._finish(open_text)
                self._room(text=width(lines), components=1)
                self._sheets[-1].text += width(lines)
                self._sheets[-1].components += 1
                open_text = [lines]
        self._finish(open_text)

    def buttons(self, buttons: tuple[Button, ...]) -> None:
        """Add buttons in rows; labels that are too long are shown in full above them."""
        self.text([note(each.label) for each in buttons if width(each.label) > LONGEST_LABEL])
        row: dict[str, Json] = {}
        for button in buttons:
            press = self._id(button.press)
            if len(row) == BUTTONS_A_ROW or press in row:
                self._row(row)
                row = {}
            row[press] = {
                "type": _BUTTON,
                "style": _STYLES[button.emphasis],
                "label": shorten(button.label, LONGEST_LABEL),
                "custom_id": press,
            }
        if row:
            self._row(row)

    def menu(self, menu: Menu) -> None:
        """Add a menu, split if it has too many options; texts that are too long are shown in full above it."""
        self.text([note(text) for text in _too_long(menu)])
        choices = iter(menu.choices)
        while group := list(islice(choices, MOST_OPTIONS)):
            for options in _distinct(group):
                select = self._id(f"menu:{self._menus}")
                self._menus += 1
                placeholder = {"placeholder": shorten(menu.prompt, LONGEST_PROMPT)} if menu.prompt.strip() else {}
                self._row({select: {"type": _SELECT, "custom_id": select, "options": options, **placeholder}})

    def image(self, image: Image) -> None:
        """Add a picture; a description that is too long is shown in full above it."""
        if width(image.alt) > LONGEST_ALT:
            self.text([note(image.alt)])
        alt = {"description": shorten(image.alt, LONGEST_ALT)} if image.alt.strip() else {}
        ending = "jpg" if image.media_type == "image/jpeg" else "png"
        media = self._attach(File(f"picture.{ending}", image.data, image.media_type))
        self._sheets[-1].parts.append({"type": _GALLERY, "items": [{"media": media, **alt}]})

    def file(self, file: File) -> None:
        """Add a file, or a note about what to do if it's too large for Discord."""
        if len(file.data) > MOST_BYTES:
            size = f"{len(file.data) / 1024 / 1024:.1f} MB"
            self.text(
                [note(f"{file.name} ({size}) is too large for Discord; ask the person who runs Versed to send it.")]
            )
            return
        self._sheets[-1].parts.append({"type": _FILE, "file": self._attach(file)})

    def close(self, *, is_post: bool) -> tuple[Page, ...]:
        """Return all pages, making sure that the first page of a post has its mark."""
        first = self._sheets[0]
        if is_post and not any(each.endswith(self._mark) for each in first.ids):
            self._sheets, rest = [first], self._sheets[1:]
            self.buttons((Button("What else I can do", encode(ShowHelp("help"))),))
            self._sheets += rest
        if not self._sheets[0].parts:
            self.text([note("Done.")])
        return tuple(Page(_container(sheet.parts, self._accent), tuple(sheet.files)) for sheet in self._sheets)

    def _attach(self, file: File) -> dict[str, Json]:
        """Attach a file on a page with room for it and its component; return the component's reference to it."""
        self._room(components=1, file=len(file.data))
        sheet = self._sheets[-1]
        name = file_name(file.name, {each.name for each in sheet.files})
        sheet.components += 1
        sheet.files.append(replace(file, name=name))
        return {"url": f"attachment://{name}"}

    def _row(self, controls: dict[str, Json]) -> None:
        self._room(components=1 + len(controls), ids=controls)
        sheet = self._sheets[-1]
        sheet.parts.append({"type": _ROW, "components": list(controls.values())})
        sheet.components += 1 + len(controls)
        sheet.ids.update(controls)

    def _finish(self, written: list[str]) -> None:
        if written:
            self._sheets[-1].parts.append({"type": _TEXT, "content": "".join(written)})

    def _room(
        self, *, text: int = 0, components: int = 0, file: int | None = None, ids: Collection[str] = ()
    ) -> None:
        """Start a new page if something doesn't fit on the current one, or one of its ids is already there."""
        sheet = self._sheets[-1]
        if (
            sheet.text + text > MOST_TEXT
            or sheet.components + components > MOST_COMPONENTS
            or (file is not None and (len(sheet.files) == MOST_FILES or sheet.bytes + file > MOST_BYTES))
            or not sheet.ids.isdisjoint(ids)
        ):
            self._sheets.append(_Sheet())

    def _id(self, press: str) -> str:
        marked = press + self._mark
        return marked if len(marked) <= LONGEST_ID else press


def file_name(name_wanted: str, taken: Collection[str] = ()) -> str:
    """Return a file name that Discord won't change: of ASCII letters, digits, “.”, “_” and “-”, and unique on a page.

    Args:
        name_wanted: the file's own name.
        taken: the names of the page's other files.
    """
    sound = _NOT_IN_NAMES.sub("_", name_wanted[-_LONGEST_NAME:])
    stem, dot, ending = sound.rpartition(".")
    names = (f"{stem}-{number}.{ending}" if dot else f"{sound}-{number}" for number in count(2))
    return next(name for name in chain([sound or "file"], names) if name not in taken)


def _container(parts: list[Json], accent: int) -> bytes:
    return to_json([{"type": _CONTAINER, "accent_color": accent, "components": parts}])


def _fitting(paragraph: LineGroup) -> Iterator[str]:
    """Yield a paragraph as one text if it fits on a page, else line by line."""
    text = "\n".join(paragraph)
    if width(text) <= MOST_TEXT:
        yield text
        return
    yield from paragraph


def _distinct(choices: list[Choice]) -> Iterator[list[Json]]:
    """Yield a menu's options in lists without duplicate values."""
    options: dict[str, Json] = {}
    for choice in choices:
        if choice.press in options:
            yield list(options.values())
            options = {}
        detail = {"description": shorten(choice.detail, LONGEST_OPTION)} if choice.detail.strip() else {}
        label = shorten(choice.label, LONGEST_OPTION)
        options[choice.press] = {"label": label, "value": choice.press, **detail}
    yield list(options.values())


def _too_long(menu: Menu) -> Iterator[str]:
    if width(menu.prompt) > LONGEST_PROMPT:
        yield menu.prompt
    for choice in menu.choices:
        if width(choice.label) > LONGEST_OPTION or width(choice.detail) > LONGEST_OPTION:
            yield f"{choice.label}: {choice.detail}" if choice.detail else choice.label
