"""Create the first files of a new pack, with comments for its author; the pack loads and can be played at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.writing.texts import scalar
from bot.language.text import fold

_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the author of a new pack has asked for.

    Args:
        title: the pack's title.
        summary: what it teaches, in a sentence; "" for none yet.
        sides: the names of what it compares: none, or two to five.
        topic: the title of its first topic.
    """

    title: str
    summary: str = ""
    sides: Sequence[str] = ()
    topic: str = "Basics"


def first_files(wishes: Wishes) -> dict[str, bytes]:
    """Return the files of a new pack: name → bytes."""
    topic = id_from(wishes.topic, "basics")
    texts = {
        "pack.yaml": _cover(wishes, topic),
        "objectives.yaml": _OBJECTIVES.format(topic=scalar(topic)),
        "lessons.yaml": _comparison(wishes) + _LESSONS,
        "questions.yaml": _QUESTIONS,
    }
    return {name: text.encode() for name, text in texts.items()}


def id_from(name: str, otherwise: str) -> str:
    """Make an id from a name.

    Args:
        name: the name as people read it.
        otherwise: the id to use if the name has no letters or digits that are allowed in ids.
    """
    words = re.findall(r"[a-z0-9]+", fold(name))
    return "-".join(words)[:_LONGEST_ID].strip("-") or otherwise


def _cover(wishes: Wishes, topic: str) -> str:
    lines = [
        "# What the pack is about.",
        f"id: {scalar(id_from(wishes.title, 'my-pack'))}  # never change it: learners' progress depends on it",
        f"title: {scalar(wishes.title)}",
        'version: "1.0.0"',
        "language: en",
        *(
            [f"summary: {scalar(wishes.summary)}"]
            if wishes.summary
            else ["# summary: What it teaches, in a sentence."]
        ),
        "# authors: [Your name]",
        "# licence: CC BY 4.0",
        *_sides(wishes.sides),
        "topics:",
        f"  - id: {scalar(topic)}",
        f"    title: {scalar(wishes.topic)}",
        "    # summary: What the topic is about.",
    ]
    if wishes.sides:
        lines.append("    in_short:  # one line a side")
        lines += (f"      {_side_id(wishes.sides, place)}: To be written." for place in range(len(wishes.sides)))
    return "\n".join(lines) + "\n"


def _sides(sides: Sequence[str]) -> list[str]:
    if not sides:
        return ["# Add `sides:` if it compares two things or more."]
    lines = ["sides:  # what it compares"]
    for place, side in enumerate(sides):
        lines += [f"  - id: {_side_id(sides, place)}", f"    name: {scalar(side)}"]
    return lines


def _side_id(sides: Sequence[str], position: int) -> str:
    own_id = id_from(sides[position], "")
    ids = [id_from(side, "") for side in sides]
    return scalar(own_id if own_id and ids.count(own_id) == 1 and own_id != "both" else f"side-{position + 1}")


def _comparison(wishes: Wishes) -> str:
    """Return a first comparison; its cells name their sides, so that no questions are generated from them yet."""
    if not wishes.sides:
        return ""
    cells = [
        f"      {_side_id(wishes.sides, place)}: {scalar(f'What is true of {side}.')}"
        for place, side in enumerate(wishes.sides)
    ]
    return "\n".join([_COMPARISON, *cells, "    takeaway: What to remember.", ""])


_OBJECTIVES = """\
# An objective is one thing that a learner should know afterwards. Write these first: every item names the ones it
# teaches or asks for. These first items say how a pack works; put your own in their place.
objectives:
  - id: how-it-works
    topic: {topic}
    statement: Every item of a pack teaches an objective.
"""

_COMPARISON = """\
comparisons:  # one aspect of a topic, told for each side
  - id: first-difference
    objectives: [how-it-works]
    aspect: First difference
    cells:"""

_LESSONS = """\
terms:  # the glossary
  - id: objective
    objectives: [how-it-works]
    term: Objective
    definition: One thing that a learner should know afterwards, written as a sentence.
tips:  # short lessons, made to be posted
  - id: begin-small
    objectives: [how-it-works]
    title: Begin with one objective
    text: Write a card and two questions for each objective before you add the next. What do you explain most often?
cards:  # flashcards
  - id: what-first
    objectives: [how-it-works]
    front: What do you write first in a new pack?
    back: Its objectives.
"""

_QUESTIONS = """\
questions:
  - id: what-an-item-names
    objectives: [how-it-works]
    type: choice
    prompt: What does every item of a pack name?
    options:
      - text: An objective that it teaches
        correct: true
        why: That's how quizzes, cards and tips find what belongs together.
      - text: The person who wrote that item
        why: Authors are named once, in pack.yaml.
      - text: The date when it was published
        why: Nobody needs it. A fact that may get old has an `until`.
  - id: saved-at-once
    objectives: [how-it-works]
    type: true-false
    statement: In the playground you can try a change as soon as you've saved the file.
    answer: true
    explanation:
      right: A slip keeps the last good version in use.
      wrong: Saving is enough. A slip keeps the last good version in use.
"""
