"""Serialisation of messages as text, so that they can be stored and sent later, unchanged."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu, Switch, Switches
from bot.language.forms import Form, FormField, OptionsForm, text_form
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
    Tone,
)
from bot.language.rich_text import ChannelMention, CommandMention, Line, Moment, Shows, Span, Style, Text, TextPart

_VERSION = 3
"""Version of the format, incremented when it changes; all earlier versions can still be read."""

_Json = list[Any]

_LINE = "\x1e"
"""First character of a line that isn't plain text; no text of ours contains it."""
_MICROSECOND = timedelta(microseconds=1)
_FIELD = TypeAdapter(FormField)


def dump(message: Message) -> str:
    """Serialise a message as ASCII text."""
    tone = [] if message.tone is Tone.PLAIN else [message.tone]
    written = [_VERSION, message.private, message.replaces, [_dump_block(block) for block in message.blocks], *tone]
    return json.dumps(written, separators=(",", ":"))


def load(written: str) -> Message:
    """Parse a message that `dump` has written.

    Raises:
        ValueError: it isn't a message.
    """
    match json.loads(written):
        case [1 | 2 | 3, bool(private), bool(replaces), list(blocks), *tone] if len(tone) <= 1:
            read = tuple(_load_block(block) for block in blocks)
            return Message(read, private=private, replaces=replaces, tone=Tone(*tone) if tone else Tone.PLAIN)
        case _:
            raise ValueError("this isn't a message, or it's from a newer version")


def _dump_block(block: Block) -> _Json:
    match block:
        case Heading(text):
            return ["heading", _dump_line(text)]
        case Footer(text):
            return ["footer", _dump_line(text)]
        case Text(spans):
            return ["text", [_dump_part(part) for part in spans]]
        case Table(columns, rows, sides):
            body = [[_dump_line(cell) for cell in row] for row in rows]
            return ["table", columns, body, *([True] if sides else [])]
        case Facts(pairs):
            return ["facts", [[label, _dump_line(value)] for label, value in pairs]]
        case Progress(done, total):
            return ["progress", done, total]
        case CodeBlock() | Image() | Drawing() | File():
            return _dump_beside(block)
        case Buttons() | Menu() | Switches():
            return _dump_controls(block)
        case Countdown(opens_at, closes_at, sentence, left, waits):
            lasts = None if left is None else left // _MICROSECOND
            moments = [opens_at.isoformat(), closes_at.isoformat()]
            return ["countdown", *moments, sentence, lasts, *([True] if waits else [])]


def _dump_beside(block: CodeBlock | Image | Drawing | File) -> _Json:
    match block:
        case CodeBlock(lines, language):
            return ["code", lines, language]
        case Image(data, alt, name, dark):
            return ["image", _in_letters(data), alt, name, *([_in_letters(dark)] if dark else [])]
        case Drawing(recipe, alt, name):
            return ["drawing", recipe, alt, name]
        case File(name):
            raise ValueError(f"{name} is for one person; a post holds no files")


def _dump_controls(block: Buttons | Menu | Switches) -> _Json:
    if isinstance(block, Buttons):
        answers = [True] if block.answers else []
        return ["buttons", [_dump_button(button) for button in block.buttons], *answers]
    if isinstance(block, Switches):
        return ["switches", [[each.label, each.is_on, each.on, each.off] for each in block.switches]]
    chosen = [block.chosen] if block.chosen else []
    return ["menu", block.prompt, [[choice.label, choice.press, choice.detail] for choice in block.choices], *chosen]


def dump_line(line: Line) -> str:
    """Serialise a line; a plain string is returned unchanged."""
    return line if isinstance(line, str) else _LINE + json.dumps(_dump_line(line), separators=(",", ":"))


def load_line(written: str) -> Line:
    """Parse a line that `dump_line` has written.

    Raises:
        ValueError: it begins like a serialised line but isn't one.
    """
    return _load_line(json.loads(written[len(_LINE) :])) if written.startswith(_LINE) else written


def _dump_line(line: Line) -> str | _Json:
    return line if isinstance(line, str) else [_dump_part(part) for part in line.spans]


def _dump_part(part: TextPart) -> _Json | dict[str, Any]:
    """Serialise a span as a list, as ever, and the parts added later as an object with their kind as its key."""
    match part:
        case Span(text, style, url):
            return [text, style, url]
        case Moment(at, shows, text):
            return {"moment": [at.isoformat(), shows, text]}
        case ChannelMention(channel_id, name):
            return {"channel": [channel_id, name]}
        case CommandMention(line):
            return {"command": line}


def _dump_button(button: Button) -> _Json:
    match button.form:
        case None:
            form = None
        case Form():
            form = _dump_form(button.form)
        case OptionsForm():
            raise ValueError(f"{button.label} gives one person back what they typed; a post holds no such button")
    return [button.label, button.press, button.emphasis, form]


def _dump_form(form: Form) -> _Json | dict[str, Any]:
    """Serialise a form for one text as a list, as ever, and other forms as an object with their fields."""
    only = form.fields[0]
    if form == text_form(form.title, only.label, only.placeholder, only.longest, form.asks):
        return [form.title, only.label, only.placeholder, only.longest, form.asks]
    fields = [_FIELD.dump_python(each, mode="json", exclude_defaults=True) for each in form.fields]
    return {"title": form.title, "fields": fields, "asks": form.asks, "example": form.example}


def _load_form(written: _Json | dict[str, Any] | None) -> Form | None:
    match written:
        case None:
            return None
        case {"title": title, "fields": list(fields), "asks": asks, "example": example}:
            return Form(title, tuple(map(_FIELD.validate_python, fields)), asks, example)
        case [title, label, placeholder, int(longest), asks]:
            return text_form(title, label, placeholder, longest, asks)
        case _:
            raise ValueError("a form has a title and fields")


def _load_block(written: _Json) -> Block:
    match written:
        case ["heading", text]:
            return Heading(text)
        case ["footer", text]:
            return Footer(_load_line(text))
        case ["text", spans]:
            return Text(tuple(map(_load_part, spans)))
        case ["table", columns, rows, *sides]:
            body = tuple(tuple(map(_load_line, row)) for row in rows)
            return Table(tuple(columns), body, sides=sides == [True])
        case ["facts", pairs]:
            return Facts(tuple((label, _load_line(value)) for label, value in pairs))
        case ["progress", int(done), int(total)]:
            return Progress(done, total)
        case ["code" | "image" | "drawing", *_]:
            return _load_beside(written)
        case ["buttons" | "menu" | "switches", *_]:
            return _load_controls(written)
        case ["countdown", opens_at, closes_at, sentence, lasts, *waits]:
            left = None if lasts is None else lasts * _MICROSECOND
            opens, closes = datetime.fromisoformat(opens_at), datetime.fromisoformat(closes_at)
            return Countdown(opens, closes, sentence, left, waits=waits == [True])
        case _:
            raise ValueError(f"blocks don't begin with {written[:1]!r}")


def _in_letters(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _load_beside(written: _Json) -> CodeBlock | Image | Drawing:
    match written:
        case ["code", str(lines), str(language)]:
            return CodeBlock(lines, language)
        case ["image", str(data), str(alt), str(name), *dark] if len(dark) <= 1:
            light, *other = (base64.b64decode(each, validate=True) for each in (data, *dark))
            return Image(light, alt, name, *other)
        case ["drawing", str(recipe), str(alt), str(name)]:
            return Drawing(recipe, alt, name)
        case _:
            raise ValueError("code, an image or a drawing lacks something")


def _load_controls(written: _Json) -> Buttons | Menu | Switches:
    match written:
        case ["buttons", buttons, *answers]:
            return Buttons(tuple(_load_button(button) for button in buttons), answers=answers == [True])
        case ["switches", switches]:
            return Switches(tuple(Switch(*switch) for switch in switches))
        case [_, prompt, choices, *chosen]:
            return Menu(prompt, tuple(Choice(*choice) for choice in choices), *chosen)
        case _:
            raise ValueError("a menu has a prompt and choices")


def _load_line(written: str | _Json) -> Line:
    return written if isinstance(written, str) else Text(tuple(map(_load_part, written)))


def _load_part(written: _Json | dict[str, Any]) -> TextPart:
    match written:
        case [text, style, url]:
            return Span(text, Style(style), url)
        case {"moment": [at, shows, text]}:
            return Moment(datetime.fromisoformat(at), Shows(shows), text)
        case {"channel": [channel_id, name]}:
            return ChannelMention(channel_id, name)
        case {"command": line}:
            return CommandMention(line)
        case _:
            raise ValueError(f"{written!r} isn't part of a text")


def _load_button(written: _Json) -> Button:
    label, press, emphasis, form = written
    return Button(label, press, Emphasis(emphasis), _load_form(form))
