"""What the page may send over its WebSocket, read strictly: anything else is refused in one sentence.

Every frame is a JSON object with a type and an id of the page's choosing, which the answer carries as well.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.language.refusals import Refusal

_Files: TypeAlias = Annotated[dict[str, str], Field(max_length=5)]
"""The words of files that were sent ahead, by what they're for (see given.py)."""

_Id: TypeAlias = Annotated[int, Field(ge=0, le=2**53)]


class _Frame(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    id: _Id


class Hello(_Frame):
    """The first frame of a tab: the token of its page, the person's name, and what their browser says of them."""

    type: Literal["hello"]
    token: str
    name: str
    locale: Annotated[str, Field(max_length=100)] = ""
    zone: Annotated[str, Field(max_length=100)] = ""


class Say(_Frame):
    """A typed line: a command when it starts with a slash, otherwise said to the channel."""

    type: Literal["say"]
    channel: str
    text: str
    files: _Files = Field(default_factory=dict)


class Press(_Frame):
    """A button or a menu line used.

    `entry` is the entry that it stands in, which the answer may replace, or "" for a notice of the page's own; `text`
    is what was typed into its form, and `fields` what was filled into it where it has several. A press without either
    may have a form that the page hasn't got yet.
    """

    type: Literal["press"]
    channel: str
    entry: str
    press: str
    text: str | None = None
    fields: Annotated[dict[str, str], Field(max_length=25)] | None = None
    files: _Files = Field(default_factory=dict)


class Complete(_Frame):
    """A half-typed line, which wants to know how it's read, and what may come at its end.

    `line` is what's before the caret; `settled` says that its last value was picked from suggestions.
    """

    type: Literal["complete"]
    channel: str
    line: str
    settled: bool = False


class Dismiss(_Frame):
    """A private entry that the person is done with."""

    type: Literal["dismiss"]
    entry: str


Frame: TypeAlias = Annotated[Hello | Say | Press | Complete | Dismiss, Field(discriminator="type")]

_reader: TypeAdapter[Frame] = TypeAdapter(Frame)


def read(data: str) -> Frame:
    """Return the frame that a text holds.

    Args:
        data: what came over the socket, untrusted.

    Raises:
        Refusal: it isn't JSON, has no known type, or isn't as that type must be.
    """
    try:
        return _reader.validate_json(data)
    except ValidationError:
        raise Refusal("I couldn't understand that; reload the page and try again.") from None
