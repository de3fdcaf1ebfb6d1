"""The options that only one kind of schedule has: a dataclass of the kind, stored with the schedule as JSON."""

import json
from typing import Generic, TypeVar

from pydantic import TypeAdapter

_OptionsT = TypeVar("_OptionsT")


class OptionsCodec(Generic[_OptionsT]):
    """Writes a kind's options as JSON, and reads them back.

    Rows of all versions are read: an option that a row lacks has its default, and unknown ones are ignored. So an
    option that's added later needs a default.

    Args:
        options: the dataclass.
        with_defaults: whether to write options that have their default, too.
        spaced: whether to write spaces between the keys and values.
    """

    def __init__(self, options: type[_OptionsT], *, with_defaults: bool = False, spaced: bool = True) -> None:
        self._adapter = TypeAdapter(options)
        self._with_defaults = with_defaults
        self._separators = None if spaced else (",", ":")

    def write(self, options: _OptionsT) -> str:
        """Return options as JSON, to store with a schedule."""
        values = self._adapter.dump_python(options, mode="json", exclude_defaults=not self._with_defaults)
        return json.dumps(values, separators=self._separators)

    def read(self, stored: str) -> _OptionsT:
        """Return the options that are stored with a schedule.

        Raises:
            ValueError: they aren't JSON, or not options of this kind.
        """
        return self._adapter.validate_json(stored)
