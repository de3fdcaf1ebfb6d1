"""Convert the Markdown of note-taking programs: remove their metadata and turn their cards into pairs. Pure."""

import re

from bot.exchange.markdown_text import ITEM, LONGEST

_PROPERTY = re.compile(
    r"^\s*(?:[-*]\s+)?(?:card-[a-z-]+|collapsed|id|tags?|type|alias|title|icon|deck|public|created|created-at|updated|"
    r"updated-at|date|status|related|parent|source|template|heading|background-color)::\s.*$",
    re.IGNORECASE,
)
"""Logseq's properties of a page or block (https://docs.logseq.com/#/page/properties)."""

_QUOTED = re.compile(r"^\s{0,3}>\s?(?:\[![\w-]+\][+-]?\s*)?")
"""The mark of a quote, with the type of a callout (https://help.obsidian.md/callouts)."""

_TAG_ALONE = re.compile(r"^\s*</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>\s*$")
_TO_ANCHOR = re.compile(r"^[\s>*_|\d.)+-]*\[[^\]]{1,300}\]\(#[^)\s]*\)[\s*_|]*$")
"""A line that only links elsewhere on the page: “Back to top”, or an entry of a table of contents."""

_OF_RULES = frozenset(" \t:|-")
_CARD = re.compile(r"(?:^|(?<=\s))#(?:flash)?card\b(?!/)")
_OPEN = re.compile(r"\s*(?:>>>|;;|:::?)\s*$")
"""A mark after a card's front, whose back is indented below it (https://help.remnote.com/en/articles/6025618)."""

_PAIR = re.compile(r"\S\s+:::?\s+\S")
"""A pair with colons already; what other marks it holds belong to its text."""

_GAP = re.compile(r"\{\{cloze\s([^{}]{1,300})\}\}")
_BETWEEN = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+[^`\s][^`]*?)\s+(>>|<>|;;;?|<->)\s+(?=\S)([^`]+)$")
_SEMICOLONS = re.compile(r"^(?!\s*(?:[QA]:|:\s))([^`]*[^`\s])\s+(;;;?)\s+(?=\S)([^`]+)$")
"""Pairs, without >> and <>, which outside of lists are probably code; what's behind a colon is a definition."""

_SIDE = r"^\s*(?:[-*+]\s+|\d{{1,4}}[.)]\s+)?(?:\*\*|__)?(?:{})\s*\d*(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*(\S.*)$"
_FRONT = re.compile(_SIDE.format("front(?: side)?|vorderseite|recto"), re.IGNORECASE)
_BACK = re.compile(_SIDE.format("back(?: side)?|rückseite|verso"), re.IGNORECASE)
_TERM = re.compile(_SIDE.format("term|begriff|terme|término"), re.IGNORECASE)
_MEANING = re.compile(_SIDE.format("definition|meaning|bedeutung|définition|definición"), re.IGNORECASE)

HAS_MARKS = re.compile(
    r"\s(?:>>>?|<>|;;;?|<->)(?:\s|$)|#(?:flash)?card\b|\{\{cloze |"
    r"^\W*(?:\d{1,4}[.)]\W*)?(?:front|vorderseite|recto|term|begriff|terme|término)\b.{0,6}[:：]",
    re.MULTILINE | re.IGNORECASE,
)
"""Syntax that only such programs use, and labels that chatbots put before the sides of cards."""

_BOTH_WAYS = frozenset({"<>", ";;;", "<->"})


def unprogrammed(text: str) -> str:
    """Return a text without a note-taking program's metadata, and with its cards as pairs; line numbers stay.

    Args:
        text: the text in Markdown.
    """
    lines = ["" if _PROPERTY.match(line) or _TO_ANCHOR.match(line) else line for line in text.split("\n")]
    lines = ["" if _TAG_ALONE.match(line) else _QUOTED.sub("", line) for line in lines]
    for place, line in enumerate(lines):
        is_rule = "|" in line and "-" in line and set(line) <= _OF_RULES
        if is_rule and not "".join(lines[place + 1 : place + 2]).strip() and "|" in lines[place - 1]:
            lines[place - 1] = lines[place] = ""  # a table of contents without its entries
    lines = _labelled(lines)
    return "\n".join(_paired([_GAP.sub(r"{{\1}}", line) for line in lines]))


def _labelled(lines: list[str]) -> list[str]:
    """Convert “Front: …” and “Back: …” below each other to pairs, and “Term: …” and “Definition: …” to terms."""
    above = None
    for place, line in enumerate(lines):
        for first, second, form in ((_FRONT, _BACK, "{} :: {}"), (_TERM, _MEANING, "- **{}**: {}")):
            if above is not None and (said := first.match(lines[above])) and (reply := second.match(line)):
                lines[above], lines[place] = "", form.format(said[1].strip(" *_"), reply[1])
        above = place if lines[place].strip() else above
    return lines


def _paired(lines: list[str]) -> list[str]:
    """Convert cards of outlines, and pairs with other marks, to pairs with colons."""
    for place, line in enumerate(lines):
        if len(line) > LONGEST:
            continue
        if not _PAIR.search(line) and (found := _BETWEEN.match(line) or _SEMICOLONS.match(line)):
            lines[place] = f"{found[1]} {':::' if found[2] in _BOTH_WAYS else '::'} {found[3]}"
        elif ITEM.match(line) and (_CARD.search(line) or _OPEN.search(line)):
            _pair_up(lines, place)
        elif _OPEN.search(line) and "::" not in line and line.strip() not in (";;", ">>>"):
            lines[place] = f"Q: {_OPEN.sub('', line).strip()}"
            lines[place + 1 : place + 2] = [f"A: {each}" for each in lines[place + 1 : place + 2]]
    return lines


def _pair_up(lines: list[str], position: int) -> None:
    """Join the lines indented below a front with it, as its back."""
    front = _OPEN.sub("", _CARD.sub("", lines[position])).rstrip()
    depth = _depth(front)
    end = position + 1
    while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > depth):
        end += 1
    below = [at for at in range(position + 1, end) if lines[at].strip()]
    backs = [ITEM.sub("", lines[at]).strip() for at in below]
    lines[position] = front
    if backs and "{{" not in front:
        text = ITEM.sub("", front).strip()
        lines[position] = f"- {text} :: {backs[0] if len(backs) == 1 else '; '.join(backs)}"
        for at in below:
            lines[at] = ""


def _depth(line: str) -> int:
    """Return the indentation of a line; a tab counts as four spaces."""
    bare = line.expandtabs(4)
    return len(bare) - len(bare.lstrip())
