"""Finds the wish that a line makes: a command, or a sentence on what can be done instead. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.features.scheduling.parts_of_day import suggested_hour
from bot.features.talk.intent import Confidence, Intent
from bot.features.talk.tokens import spoken
from bot.features.talk.wishes import learners, others, posts
from bot.features.talk.wishes.granted import GRANTED
from bot.features.talk.wishes.habits import HABITS
from bot.features.talk.wishes.words import AT, DAYS, KIND, SAID
from bot.language.rich_text import CommandMention, Text


@dataclass(frozen=True, slots=True)
class Instead:
    """What can be done instead of a wish that no command grants."""

    sentence: Text


_LEAD = re.compile(
    r"(?:(?:please|hey|hi|ok|so|and|versed|can you|could you|would you|will you|can we|can i|could i|could we|may i"
    r"|i want you to|i want to|we want to|i would like to|i would like you to|we would like to|i need to|let us"
    r"|how do i|how do we|how can i|how can we|how could i|is it possible to|is there a way to|tell me) )+"
)
_END = re.compile(r"(?: (?:please|thanks|thank you|versed|now|here))+$")

Meant: TypeAlias = tuple[tuple[re.Pattern[str], Intent | Instead], ...]
"""Patterns of normalised words, each with what it stands for."""

_WISHES: Meant = (
    *((re.compile(form), Intent(command, options, Confidence.LIKELY)) for form, command, options in GRANTED),
    *(
        (re.compile(form), Instead(sentence))
        for form, sentence in (*posts.NOT_GRANTED, *others.NOT_GRANTED, *learners.NOT_GRANTED)
    ),
)
_HABITS: Meant = tuple((re.compile(form), Instead(sentence)) for form, sentence in HABITS)
_NAMED = (
    (re.compile(r"#[\w-]+"), "another channel"),
    (re.compile(r"<?@!?[\w.-]+>?"), "someone"),
    (re.compile(r"\b[Jj]oin (?=[A-Z][\w-]*[.!]*$)"), "join a team named "),
)
"""Channels, people and teams as they're named, and what stands for them; normalised words lose signs and capitals."""


_ANY_HOUR = "15:00"
"""An hour to suggest where no part of a day is named."""


def wish(line: str) -> Intent | Instead | None:
    """Return the command that a line wishes for, or what can be done instead; None for other lines.

    Args:
        line: the line, without a slash.
    """
    whole = _normalised(line)
    for said in dict.fromkeys((whole, _END.sub("", _LEAD.sub("", whole, count=1)))):
        if (found := _first(said, _WISHES)) is not None:
            return found
    return None


def habit(line: str) -> Intent | Instead | None:
    """Return what a command line that only other bots take should be instead; None for other lines.

    Args:
        line: the line, without its slash.
    """
    return _first(_normalised(line), _HABITS)


def _normalised(line: str) -> str:
    for sign, stands_for in _NAMED:
        line = sign.sub(stands_for, line)
    return spoken(line)


def _first(said: str, meant: Meant) -> Intent | Instead | None:
    """Return what the first pattern that matches a line stands for; None if none does.

    Args:
        said: the line's normalised words.
        meant: patterns, each with what it stands for.
    """
    for form, found in meant:
        if match := form.fullmatch(said):
            return _naming(found, match) if isinstance(found, Instead) else found
    return None


def _naming(found: Instead, wished: re.Match[str]) -> Instead:
    """Return what can be done instead, with what was said put into its commands."""
    named = wished.groupdict()
    others = [group for at, group in enumerate(wished.groups(), 1) if at not in wished.re.groupindex.values()]
    name = next(filter(None, others), "")
    kind = (named.get("kind") or "tip").removesuffix("s")
    said = {
        f":{SAID}": f':"{name}"' if " " in name else f":{name}",
        SAID: name,
        KIND: {"post": "tip", "quiz": "question"}.get(kind, kind),
        DAYS: named.get("days") or "",
        AT: suggested_hour(named.get("at") or "") or _ANY_HOUR,
    }
    return Instead(
        Text(
            tuple(
                replace(each, line=_filled(each.line, said)) if isinstance(each, CommandMention) else each
                for each in found.sentence.spans
            )
        )
    )


def _filled(line: str, said: Mapping[str, str]) -> str:
    for stands_for, words in said.items():
        line = line.replace(stands_for, words)
    return " ".join(line.split())
