"""Convert the lines of a Markdown block to items, one function for each style. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.exchange import questions
from bot.exchange.markdown_blocks import ASK, BOX, REMARK, MarkdownBlock
from bot.exchange.markdown_options import lettered, options_in
from bot.exchange.markdown_text import CODE, ESCAPED_OR_CODE, ITEM, LONGEST, joined, plain
from bot.exchange.questions import NoQuestion

_PAIR = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(\S.*?)\s+(:::?)\s+(\S.*)$")
_TIGHT_PAIR = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?![a-z_]\w*::[a-z_~]\w*[ (<;])(\S.*?)\s*(:::?)\s*(\S.*)$")
"""A pair without spaces around its colons; `std::vector is a class` isn't one."""

_NO_TERMS = frozenset({"answer", "explanation", "hint", "note", "reference", "source"})
"""Bold words that introduce a remark instead of a term."""

DEFINED = re.compile(r"^\s{0,3}:\s+(\S.*)$")
_TERM = re.compile(
    r"^\s*(?:[-*+]\s+)?(\*\*|__|\*|_|`)(?=\S)(.{1,80}?)(?:[:：]\s*\1|\1(\s*\([^()]{1,60}\))?\s*(?:[:：]|[–—-]\s))\s*(\S.*)$"
)
"""A highlighted term and its meaning. Group 2 is the term, group 3 is text in brackets after it."""

_PLAIN_TERM = re.compile(r"^(?:[-*+]|\d+[.)])\s+(\S.{0,79}?)(?:[:：]|\s[–—-])\s+(\S.*)$")
"""A term that isn't highlighted, in a list of terms of which most are."""

GAP = re.compile(r"\{\{(?:c\d+::)?(.+?)(?:::.*?)?\}\}|(?<!=)==(?!=)(.+?)(?<!=)==(?!=)")
_IN_BRACES = re.compile(r"\{\{[^{}]+\}\}")
_FEWEST_AROUND = 2
"""A sentence has at least this many words besides its gaps."""

_ENDED = re.compile(r"[.!?。！？][\"'”’»)*_]*$")
_GOES_ON = re.compile(r"[,;:–—\\-]$")

LONGEST_TERM = 80


def has_gap(line: str) -> bool:
    """Return whether a line is a sentence with a gap in braces; what stands in them alone is a template's name."""
    around, gaps = _IN_BRACES.subn(" ", line)
    return bool(gaps) and len(re.findall(r"\w+", around)) >= _FEWEST_AROUND


def answered(question_lines: Sequence[str], replied: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields of the item made from a question and its answer.

    Raises:
        NoQuestion: one of them is missing.
    """
    if (chosen := lettered(question_lines, replied)) is not None:
        return "questions", chosen
    if len(options_in(replied)) > 1:  # the options would count as answers, right or wrong
        raise NoQuestion("doesn't say which option is right; mark one")
    replied, why = _without_remark(replied)
    question, answer = joined([ITEM.sub("", line) for line in question_lines]), joined(replied)
    if not question or not answer:
        raise NoQuestion(f"has no {'answer' if question else 'question'}; write one below it")
    if CODE.search(answer) or sum(bool(ITEM.match(line)) for line in replied) > 1:
        kind, fields = "cards", {"front": question, "back": answer}
    else:
        kind, fields = questions.asked(question, answer, why)
    return kind, fields | ({"back": f"{fields['back']}\n{why}"} if why and kind == "cards" else {})


def _without_remark(replied: Sequence[str]) -> tuple[Sequence[str], str]:
    """Split an answer from the remark on it, which begins with “Explanation:” or the like on a line below."""
    place = next((place for place, line in enumerate(replied) if place and REMARK.match(line)), len(replied))
    found = REMARK.match(replied[place]) if place < len(replied) else None
    return replied[:place], joined([found[1], *replied[place + 1 :]]) if found else ""


def boxed(lines: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a choice question with boxes; the ticked ones are right."""
    first = next(place for place, line in enumerate(lines) if BOX.match(line))
    boxes = [found for line in lines[first:] if (found := BOX.match(line))]
    if not first:
        raise NoQuestion("asks nothing; write the question above the boxes")
    prompt = joined([found[1] if (found := ASK.match(line)) else ITEM.sub("", line) for line in lines[:first]])
    right = [place for place, box in enumerate(boxes) if box[1] != " "]
    why = next((plain(found[1]) for line in lines[first:] if (found := REMARK.match(line))), "")
    return questions.choice(prompt, [plain(box[2]) for box in boxes], right, dict.fromkeys(right, why))


def defined(block: MarkdownBlock) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the line, the kind and the fields of each term in a definition list."""
    term = ""
    for number, line in enumerate(block.lines, start=block.line):
        found = DEFINED.match(line)
        if found and term:
            yield number - 1, *_explained(term, plain(found[1]))
            term = ""
        elif not found:
            term = plain(line)


def explains(line: str) -> bool:
    """Return whether a line is a list entry that explains a term."""
    return bool(ITEM.match(line) and _TERM.match(line))


def by_line(block: MarkdownBlock) -> list[tuple[int, str, dict[str, Any]]]:
    """Return the items of a block with one item per line, including continuation lines; none if it isn't one."""
    items: list[tuple[int, str, dict[str, Any]]] = []
    for number, line in enumerate(block.lines, start=block.line):
        if "::" in line and "{{" not in line and (pair := pair_in(line)):
            fields: dict[str, Any] = {"front": plain(pair[0]), "back": plain(pair[2])}
            items.append((number, "cards", fields | ({"reverse": True} if pair[1] == ":::" else {})))
        elif ITEM.match(line) and len(line) < LONGEST and GAP.search(line):
            items.append((number, "clozes", {"text": _gapped(ITEM.sub("", line))}))
        elif (term := _TERM.match(line)) and term[2].strip().lower() not in _NO_TERMS:
            items.append((number, *_explained(plain(term[2] + (term[3] or "")), plain(term[4]))))
        elif items and ITEM.match(line) and not line[:1].isspace() and (term := _PLAIN_TERM.match(line)):
            items.append((number, *_explained(plain(term[1]), plain(term[2]))))
        elif items and (name := next((each for each in ("back", "definition") if each in items[-1][2]), "")):
            items[-1][2][name] += f" {plain(line)}"
    return items if len(items) * 2 >= len(block.lines) else []


def cells_of(line: str) -> str:
    """Return a row of a table without the bars at its ends."""
    bare = line.strip().removeprefix("|")
    return bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare


def pair_in(line: str) -> tuple[str, str, str] | None:
    """Return the front, the mark and the back in a line, if it's a pair; marks in backticks don't count."""
    bare = ESCAPED_OR_CODE.sub(lambda found: found[0].replace(":", "\ue003") if found[1] else found[0], line)
    found = _PAIR.match(bare) or _TIGHT_PAIR.match(bare)
    if not found:
        return None
    front, mark, back = (part.replace("\ue003", ":") for part in found.groups())
    return front, mark, back


def _explained(term: str, meaning: str) -> tuple[str, dict[str, Any]]:
    if term.endswith(questions.QUESTION_MARKS) or len(term) > LONGEST_TERM:
        return questions.asked(term, meaning)
    return "terms", {"term": term, "definition": meaning}


def with_gaps(block: MarkdownBlock) -> list[tuple[int, str, dict[str, Any]]]:
    """Return the items of a block with gaps: one per line if each line is a sentence with a gap, otherwise one."""
    lines = [line.strip() for line in block.lines]
    if not _are_sentences(lines):
        return [(block.line, "clozes", {"text": _gapped("\n".join(block.lines))})]
    return [(number, "clozes", {"text": _gapped(line)}) for number, line in enumerate(lines, start=block.line)]


def _are_sentences(lines: Sequence[str]) -> bool:
    """Return whether each line is a sentence with a gap, rather than a part of a text that continues."""
    ended = sum(bool(_ENDED.search(line)) for line in lines)
    if ended:
        return ended == len(lines) and all(map(GAP.search, lines))
    goes_on = any(line[:1].islower() or _GOES_ON.search(line) for line in lines)
    return not goes_on and all(map(GAP.search, lines))


def _gapped(text: str) -> str:
    """Return a text with its gaps in the syntax of packs."""
    return plain(GAP.sub(lambda found: f"{{{{{found[1] or found[2]}}}}}", text))
