"""Renders messages and commands as JSON for the page, which shows all texts literally, without markup."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from adapters.json_value import Json
from bot.catalogue import NAMED_COMMANDS
from bot.language.commands import AnyCommand
from bot.language.controls import Button, Buttons, Choice, Menu, Switch, Switches
from bot.language.forms import AnyForm, FormField, OptionsForm
from bot.language.message import (
    Block,
    CodeBlock,
    Countdown,
    Drawing,
    Facts,
    File,
    Footer,
    Heading,
    Image,
    Message,
    Progress,
    Table,
)
from bot.language.options import CommandOption, OptionKind
from bot.language.refusals import Refusal
from bot.language.rich_text import ChannelMention, CommandMention, Line, Moment, Span, Text, TextPart, parts

Keep: TypeAlias = Callable[[Image | File], str]
"""Keeps a picture or a file, and returns its URL."""

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_JPEG_SIGNATURE = b"\xff\xd8"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""The markers of frame types that are common on the web: baseline, extended, progressive."""


def render(message: Message, keep: Keep) -> list[Json]:
    """Return a message as a list of blocks.

    Args:
        message: to render.
        keep: keeps a picture or a file, and returns its URL.
    """
    return [_block(block, keep) for block in message.blocks]


def picture_urls(blocks: list[Json] | None) -> set[str]:
    """Return the URLs of the pictures in rendered blocks."""
    images = [each for each in blocks or () if isinstance(each, dict) and each["type"] == "image"]
    return {str(each[kind]) for each in images for kind in ("url", "dark") if kind in each}


def render_command(command: AnyCommand) -> dict[str, Json]:
    """Return a command's description for the page's composer."""
    return {
        "name": command.name,
        "summary": command.summary,
        "example": command.example,
        "options": [_option(option) for option in command.options],
    }


def render_refusal(refused: Refusal) -> dict[str, Json]:
    """Return a refusal for the page: the sentence, also in parts, the option that caused it, and the buttons."""
    buttons: list[Json] = [_button(button) for button in refused.buttons]
    spans = _spans(parts(refused.line))
    return {"sentence": refused.sentence, "spans": spans, "option": refused.option, "buttons": buttons}


def label_of(message: Message, press: str) -> str | None:
    """Return the label of the button or menu option with this press; None if the message has none."""
    return next((each.label for each in _pressable(message) if each.press == press), None)


def _pressable(message: Message) -> Iterator[Button | Choice]:
    for block in message.blocks:
        if isinstance(block, Buttons | Switches):
            yield from block.buttons
        elif isinstance(block, Menu):
            yield from block.choices


def _block(block: Block, keep: Keep) -> Json:
    match block:
        case Heading(words):
            return {"type": "heading", "text": words}
        case Footer(line):
            return {"type": "footer", "text": _line(line)}
        case Text(spans):
            return {"type": "text", "spans": _spans(spans)}
        case Table(columns, rows, sides):
            body: list[Json] = [[_line(cell) for cell in row] for row in rows]
            return {"type": "table", "columns": list(columns), "rows": body, "sides": sides}
        case Facts(pairs):
            return {"type": "facts", "pairs": [[label, _line(value)] for label, value in pairs]}
        case Countdown(opens_at, closes_at, sentence, waits=waits):
            times: dict[str, Json] = {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}
            return {"type": "countdown", "sentence": sentence, "long": block.is_long, "waits": waits, **times}
        case Progress(done, total):
            return {"type": "progress", "done": done, "total": total, "text": block.words}
        case CodeBlock() | Drawing() | Image() | File():
            return _beside(block, keep)
        case Buttons() | Menu() | Switches():
            return _controls(block)


def _beside(block: CodeBlock | Drawing | Image | File, keep: Keep) -> Json:
    match block:
        case CodeBlock(code, language):
            return {"type": "code", "text": code, "language": language}
        case Drawing(_, alt):
            return {"type": "drawing", "alt": alt}
        case Image():
            width, height = size_of(block.data)
            size: dict[str, Json] = {"width": width, "height": height}
            dark: dict[str, Json] = {"dark": keep(replace(block, data=block.dark, dark=b""))} if block.dark else {}
            return {"type": "image", "name": block.name, "url": keep(block), **dark, "alt": block.alt, **size}
        case File():
            return {"type": "file", "url": keep(block), "name": block.name, "size": len(block.data)}


def _controls(block: Buttons | Menu | Switches) -> Json:
    match block:
        case Buttons(buttons, answers):
            return {"type": "buttons", "buttons": [_button(each) for each in buttons], "answers": answers}
        case Switches(switches):
            return {"type": "buttons", "buttons": [_switch(each) for each in switches], "answers": False}
    return {"type": "menu", "prompt": block.prompt, "choices": [_choice(choice) for choice in block.choices]}


def _line(line: Line) -> Json:
    """Return a plain string as it is, and a text, or a string that names commands, as a list of its parts."""
    marked = NAMED_COMMANDS.line(line)
    return marked if isinstance(marked, str) else _spans(marked.spans)


def _spans(spans: Iterable[TextPart]) -> list[Json]:
    return [_part(piece) for part in spans for piece in NAMED_COMMANDS.apart(part)]


def _part(part: TextPart) -> Json:
    """Return a part with its text; a moment also has its time, which the page shows in the reader's time zone."""
    match part:
        case Span(text, style, url):
            return {"text": text, "style": style.value, "url": url}
        case Moment(at, shows, text):
            return {"text": text, "style": "moment", "at": at.isoformat(), "shows": shows.value}
        case ChannelMention(_, name):
            return {"text": name, "style": "channel"}
        case CommandMention(line):
            return {"text": line, "style": "command"}


def _button(button: Button) -> Json:
    return {
        "label": button.label,
        "press": button.press,
        "emphasis": button.emphasis.value,
        "form": render_form(button.form) if button.form else None,
    }


def _switch(switch: Switch) -> Json:
    flips, emphasis = switch.button.press, switch.button.emphasis.value
    return {"label": switch.label, "press": flips, "emphasis": emphasis, "form": None, "on": switch.is_on}


def render_form(form: AnyForm) -> Json:
    """Return a form for the page."""
    return {
        "title": form.title,
        "asks": form.asks,
        "problem": form.problem if isinstance(form, OptionsForm) else "",
        "several": isinstance(form, OptionsForm) or not form.is_single,
        "fields": [_field(field) for field in form.fields],
    }


def _field(field: FormField) -> Json:
    return {
        "name": field.name,
        "label": field.label,
        "hint": field.hint,
        "placeholder": field.placeholder,
        "value": field.value,
        "required": field.required,
        "longest": field.longest,
        "bounds": list(field.bounds) if field.bounds else None,
        "choices": [{"value": choice.value, "label": choice.label} for choice in field.choices],
        "wrong": field.wrong,
        "shows": field.shows,
        "lines": field.lines,
        "file": field.file,
        "picker": field.picker.value if field.picker else "",
        "several": [{"value": each.value, "label": each.label} for each in field.several],
    }


def _choice(choice: Choice) -> Json:
    return {"label": choice.label, "press": choice.press, "detail": choice.detail}


def _option(option: CommandOption) -> Json:
    return {
        "name": option.name,
        "summary": option.summary,
        "kind": "integer" if option.kind is OptionKind.INTEGER else "text",
        "required": option.required,
        "minimum": option.minimum,
        "maximum": option.maximum,
    }


def size_of(picture: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG or a JPEG, or 0, 0.

    The page reserves the space before the picture is loaded, so that the layout doesn't shift.
    """
    if picture.startswith(_JPEG_SIGNATURE):
        return _size_of_jpeg(picture)
    if len(picture) < 24 or not picture.startswith(_PNG_SIGNATURE):
        return 0, 0
    # PNG specification, 11.2.2 IHDR
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def _size_of_jpeg(picture: bytes) -> tuple[int, int]:
    """Return width and height from a JPEG's frame header (ITU-T T.81, B.2.2), or 0, 0."""
    at = len(_JPEG_SIGNATURE)
    while at + 9 <= len(picture) and picture[at] == 0xFF:
        if picture[at + 1] in _FRAMES:
            return int.from_bytes(picture[at + 7 : at + 9], "big"), int.from_bytes(picture[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return 0, 0
