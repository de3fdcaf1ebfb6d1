"""The types of text that a pack's fields hold, and the base class of its models."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from bot.content.addresses import encoded

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=40)]
"""An id: letters, digits and single hyphens. Buttons and stored answers contain it, so it should never change."""

ShortLine = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
"""A title, a name or another short text on one line."""

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A sentence or two."""

Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""A few sentences."""

OneLine = Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=r"^[^\n\r]+$")]
"""A short text without line breaks, shown on a line of its own."""

Address = Annotated[str, StringConstraints(pattern=r"^https://\S", max_length=300), AfterValidator(encoded)]
"""The address of a web page; characters that aren't allowed in addresses get encoded."""

Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-([A-Z]{2}|419))?$")]
"""A language in Discord's notation: de, pt-BR, es-419."""


class Part(BaseModel):
    """The base of all parts of a pack: unknown fields are refused, and instances are immutable."""

    # cache_strings: texts rarely repeat, and caching only the keys reads a cached pack a tenth faster
    model_config = ConfigDict(extra="forbid", frozen=True, cache_strings="keys")
