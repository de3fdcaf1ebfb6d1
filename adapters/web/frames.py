"""The frames that the page may send over its WebSocket, validated strictly.

Each frame is a JSON object with a type and an id. The page chooses the id, and the answer has the same one.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.language.refusals import Refusal

_Files: TypeAlias = Annotated[dict[str, str], Field(max_length=5)]
"""The words that name files uploaded before, by the option or field that they're for (see given.py)."""

_Id: TypeAlias = Annotated[int, Field(ge=0, le=2**53)]


class _Frame(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    id: _Id


class Hello(_Frame):
    """A tab's first frame: its page's token, the person's name, and their browser's language and time zone."""

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
    """A press on a button or a menu option.

    `entry` is the entry with the control, which the answer may replace, or "" for a notice of the page's own. `text`
    is the text from a form with one field, and `fields` are the values of a form with several. If neither is there,
    the press may need a form that the page doesn't have yet.
    """

    type: Literal["press"]
    channel: str
    entry: str
    press: str
    text: str | None = None
    fields: Annotated[dict[str, str], Field(max_length=25)] | None = None
    files: _Files = Field(default_factory=dict)


class Complete(_Frame):
    """A request to parse a partly typed line, and to complete it.

    `line` is the text before the caret; `settled` says that its last value was picked from suggestions.
    """

    type: Literal["complete"]
    channel: str
    line: str
    settled: bool = False


class Dismiss(_Frame):
    """A request to remove a private entry."""

    type: Literal["dismiss"]
    entry: str


class Ping(_Frame):
    """A question whether the connection still works, which a browser can't find out by itself."""

    type: Literal["ping"]


Frame: TypeAlias = Annotated[Hello | Say | Press | Complete | Dismiss | Ping, Field(discriminator="type")]

_reader: TypeAdapter[Frame] = TypeAdapter(Frame)


def read(data: str) -> Frame:
    """Parse a frame.

    Args:
        data: the text from the socket, untrusted.

    Raises:
        Refusal: it isn't JSON, has no known type, or isn't valid for its type.
    """
    try:
        return _reader.validate_json(data)
    except ValidationError:
        raise Refusal("I couldn't understand that; reload the page and try again.") from None
