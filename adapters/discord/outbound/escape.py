"""Escapes text for Discord's markdown, so that it appears literally and can't format or mention anything."""

import re

from bot.language.rich_text import Span, Style
from bot.language.text import printable

_MARKUP = re.compile(
    r"(?<!\w)https?://[^\s\\*`|<>\[\]]+"
    r"|[\\*_~`|<>\[\]@]"
    r"|(?m:^[ \t]*)(?:[#+-]|\d+(?=[.)]))"
    r"|:(?=[\w+-]+:)"
)
"""Addresses, and characters that begin markup: anywhere, at the start of a line, or as an emoji's name.

Discord makes a link of an address before it looks for markup, so a backslash in one would lead elsewhere.

https://support.discord.com/hc/en-us/articles/210298617 (Markdown Text 101)
"""

_AT = "@\u200b"
"""An @ that can't begin a mention, because a zero-width space follows it."""

_MENTION = re.compile(r"@(?=everyone|here)|<(?=@)")
"""The start of a mention. Only these are changed in code blocks and addresses, so that the rest can be copied."""

_FENCES = re.compile(r"`+")

_BLOCK = "```"
_FENCE_IN_BLOCK = re.compile(r"``(?=`)")
"""Backticks that need a zero-width space after them, or they'd end the code block."""


def escape(text: str) -> str:
    """Return a text without active markup or mentions, safe anywhere in a line."""
    return _MARKUP.sub(_escaped, printable(text))


def markdown(span: Span) -> str:
    """Return a span in its style, with whitespace at its ends outside of the markup, as Discord requires."""
    core = span.text.strip()
    if not core:
        return escape(span.text)
    start = span.text.index(core)
    before, after = span.text[:start], span.text[start + len(core) :]
    return escape(before) + _linked(_styled(core, span.style), span.url) + escape(after)


def code_block(text: str, language: str) -> str:
    """Return a code block, in which nothing is markup.

    Args:
        text: its lines.
        language: the language for syntax highlighting; "text" for none.
    """
    inner = _FENCE_IN_BLOCK.sub("``\u200b", printable(text.expandtabs(4)).strip("\n"))
    inner = _MENTION.sub("\\g<0>\u200b", inner)
    return f"{_BLOCK}{'' if language == 'text' else language}\n{inner}\n{_BLOCK}"


def _escaped(match: re.Match[str]) -> str:
    mark = match[0]
    if mark == "@":
        return _AT
    if mark.startswith("http"):
        return _MENTION.sub("%40", mark)
    if mark[-1].isdigit():
        return f"{mark}\\"  # “1.” begins a list, “1\.” doesn't
    return f"{mark[:-1]}\\{mark[-1]}"


def _styled(core: str, style: Style) -> str:
    match style:
        case Style.STRONG:
            return f"**{escape(core)}**"
        case Style.EMPHASIS:
            mark = "_" if "*" in core else "*"  # to Discord, even an escaped asterisk ends the style
            return f"{mark}{escape(core)}{mark}"
        case Style.CODE:
            return _code(core)
        case Style.PLAIN:
            return escape(core)


def _code(core: str) -> str:
    """Return inline code, fenced by more backticks than it contains in a row, as backslashes don't escape in code."""
    text = printable(core).replace("@", _AT)
    fence = "`" * (max(map(len, _FENCES.findall(text)), default=0) + 1)
    inner = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{inner}{fence}"


def _linked(label: str, url: str | None) -> str:
    """Return a link; characters that aren't allowed in its URL are percent-encoded."""
    if url is None:
        return label
    safe = "".join(c if c.isascii() and c.isprintable() and c not in "<>()[]\\ " else _percent(c) for c in url)
    return f"[{label}](<{safe}>)"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
