"""What every item of a pack has: its id, what it teaches, and what may be shown beside its text."""

import datetime as dt
from typing import Annotated, TypeAlias

from pydantic import Field, StrictInt, StringConstraints

from bot.content.figure import Figure
from bot.content.part import Part, Sentence, ShortLine, Slug

BOTH = "both"
"""The answer of a which-side question, or the role of a worked example, that fits every side."""

IMAGE_FILE = r"^[\w-]+(/[\w-]+)*\.(png|jpe?g|webp)$"
"""An image's path relative to the pack's folder; it can't lead outside."""

LONGEST_NAME = 120

CODE_LANGUAGE = r"^[a-z0-9+#-]{1,20}$"

Objectives: TypeAlias = Annotated[tuple[Slug, ...], Field(min_length=1, description="Ids of the objectives taught.")]


class Picture(Part):
    """A picture from one of the pack's image files."""

    file: Annotated[str, StringConstraints(pattern=IMAGE_FILE, max_length=LONGEST_NAME)] = Field(
        description="The file, as seen from the pack's folder: images/outlier.png."
    )
    alt: Sentence = Field(description="What it shows, for those who don't see it.")


class Code(Part):
    """Lines of code, a prompt, or anything else where every character matters."""

    language: Annotated[str, StringConstraints(pattern=CODE_LANGUAGE)] = Field(
        default="text", description="python, sql, json …; text for what has no language, such as a prompt."
    )
    text: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Formula(Part):
    """A mathematical formula."""

    tex: Annotated[str, StringConstraints(min_length=1, max_length=300)] = Field(description="The formula in LaTeX.")
    says: Sentence = Field(description="The formula in words, for those who don't see it.")


class Item(Part):
    """What every teaching item has."""

    id: Slug = Field(description="Stable and unique among the items of its kind.")
    was: tuple[Slug, ...] = Field(default=(), description="Ids that it had before, so that learners' progress stays.")
    objectives: Objectives
    case: Slug | None = Field(default=None, description="The id of the case that it's about.")
    level: Annotated[StrictInt, Field(ge=1, le=3)] | None = Field(
        default=None, description="1: know it; 2: apply it to a case; 3: judge, work out or improve something."
    )
    figure: Figure | None = Field(default=None, description="Small data that's drawn.")
    image: Picture | None = None
    formula: Formula | None = None
    code: Code | None = None
    checked: dt.date | None = Field(default=None, description="When someone last checked that it's true.")
    until: dt.date | None = Field(default=None, description="When someone should check again.")
    owner: ShortLine | None = Field(default=None, description="Who should look; the pack's owner if left out.")
