"""Text as Discord's markdown: shown letter by letter, and unable to format anything or to mention anybody."""

import re

from bot.language.rich_text import Span, Style
from bot.language.text import printable

_MARKUP = re.compile(
    r"[\\*_~`|<>\[\]]"
    r"|(?m:^[ \t]*)(?:[#+-]|\d+(?=[.)]))"
    r"|:(?=[\w+-]+:)"
)
"""What begins markup anywhere, at the start of a line, or as an emoji's name.

https://support.discord.com/hc/en-us/articles/210298617 (Markdown Text 101)
"""

_AT = "@\u200b"
"""An @ that can't begin a mention, as a character without width follows."""

_MENTION = re.compile(r"@(?=everyone|here)|<(?=@)")
"""How a mention begins. None counts within code, but other signs have to stay there as they can be copied."""

_FENCES = re.compile(r"`+")

_BLOCK = "```"
_TWO_OF_MORE = re.compile(r"``(?=`)")
"""Backticks after which a character without width keeps a block of code from ending."""


def escape(text: str) -> str:
    """Return a text in which nothing is markup and no mention is one, for any place in a line."""
    return _MARKUP.sub(_inert, printable(text)).replace("@", _AT)


def markdown(span: Span) -> str:
    """Return a span in its style; space at its ends stays outside the marks, where Discord wants it."""
    core = span.text.strip()
    if not core:
        return escape(span.text)
    start = span.text.index(core)
    before, after = span.text[:start], span.text[start + len(core) :]
    return escape(before) + _linked(_styled(core, span.style), span.url) + escape(after)


def code_block(text: str, language: str) -> str:
    """Return a block of code, within which nothing is markup.

    Args:
        text: its lines.
        language: for its colours; text for none.
    """
    inner = _TWO_OF_MORE.sub("``\u200b", printable(text.expandtabs(4)).strip("\n"))
    inner = _MENTION.sub("\\g<0>\u200b", inner)
    return f"{_BLOCK}{'' if language == 'text' else language}\n{inner}\n{_BLOCK}"


def _inert(found: re.Match[str]) -> str:
    mark = found[0]
    if mark[-1].isdigit():
        return f"{mark}\\"  # “1.” begins a list, “1\.” doesn't
    return f"{mark[:-1]}\\{mark[-1]}"


def _styled(core: str, style: Style) -> str:
    match style:
        case Style.STRONG:
            return f"**{escape(core)}**"
        case Style.EMPHASIS:
            mark = "_" if "*" in core else "*"  # escaped or not, Discord takes the next asterisk for the end
            return f"{mark}{escape(core)}{mark}"
        case Style.CODE:
            return _code(core)
        case Style.PLAIN:
            return escape(core)


def _code(core: str) -> str:
    """Return code, fenced by more backticks than it has in a row; within it a backslash is a backslash."""
    text = printable(core).replace("@", _AT)
    fence = "`" * (max(map(len, _FENCES.findall(text)), default=0) + 1)
    inner = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{inner}{fence}"


def _linked(shown: str, url: str | None) -> str:
    """Return a link; what an address must not hold here is percent-encoded."""
    if url is None:
        return shown
    safe = "".join(c if c.isascii() and c.isprintable() and c not in "<>()[]\\ " else _percent(c) for c in url)
    return f"[{shown}](<{safe}>)"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
