"""What all parts of a pack are made of: the kinds of text that its fields hold, and what its models share."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from bot.content.addresses import encoded

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=40)]
"""An id: letters, digits and single hyphens; it travels in buttons and in stored answers, so it never changes."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
"""A short title on one line."""

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A sentence or two."""

Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""A few sentences."""

OneLine = Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=r"^[^\n\r]+$")]
"""A short text that stands on a line of its own, among others."""

Address = Annotated[str, StringConstraints(pattern=r"^https://\S", max_length=300), AfterValidator(encoded)]
"""A page on the web; letters that no address may have are encoded."""

Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-([A-Z]{2}|419))?$")]
"""A language as Discord names it: de, pt-BR, es-419."""


class Part(BaseModel):
    """What all parts of a pack share: unknown fields are refused, and nothing changes after loading."""

    # cache_strings: texts hardly repeat, so remembering only field names reads a cached pack a tenth faster
    model_config = ConfigDict(extra="forbid", frozen=True, cache_strings="keys")
