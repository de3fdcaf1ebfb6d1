"""Finds statements that a quick run never executes on PostgreSQL, while a run has everything on both databases."""

import re
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from tests.which_database import is_left_out

_FOUND = "statements"
"""Where a worker of pytest-xdist hands over what it found."""

_VALUE = re.compile(r"\$\d+(::\w+)?")
"""The place of a value, and its type."""

_MORE = re.compile(r"(\?|\(\?\))(, *\1)+")
"""Any number of values, or of rows with one."""


class Statements:
    """Notes who executes which of Versed's statements.

    Args:
        judges: whether the run fails if a quick one would execute fewer; only one of all tests can tell.
    """

    def __init__(self, *, judges: bool) -> None:
        self._judges = judges
        self._executed: dict[str, str] = {}
        """For each statement a test that a quick run leaves out; or "", if it has one that executes it."""
        self._test = ""

    @property
    def missing(self) -> dict[str, str]:
        """Return the statements that a quick run is found not to execute, each with a test that does."""
        return {statement: test for statement, test in sorted(self._executed.items()) if test and self._judges}

    def begin(self, test: str) -> None:
        """Note statements for a test from now on.

        Args:
            test: its name; "" for any that a quick run has as well.
        """
        self._test = test

    def note(self, statement: str) -> None:
        """Note that a statement is executed, whatever the number of its values."""
        self.take({_MORE.sub(r"\1", _MORE.sub(r"\1", _VALUE.sub("?", statement))): self._test})

    def take(self, executed: Mapping[str, str]) -> None:
        """Take what someone else has noted."""
        for statement, test in executed.items():
            self._executed[statement] = min(test, self._executed.get(statement, test))

    def pytest_sessionstart(self) -> None:
        """Listen to all connections from now on."""
        event.listen(Engine, "before_cursor_execute", self._hear)

    def _hear(self, connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if connection.dialect.name == "postgresql" and _is_versed(sys._getframe(1)):
            self.note(statement)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> None:
        """Note the statements of the next test."""
        self.begin(item.nodeid.partition("[")[0] if is_left_out(item) else "")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker has noted."""
        self.take(getattr(node, "workeroutput", {}).get(_FOUND, {}))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what was noted, or judge it."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_FOUND] = self._executed
        elif self.missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which tests to mark."""
        for statement, test in self.missing.items():
            terminalreporter.write_line(
                f"Mark {test} with both_databases: in quick runs nothing executes {statement}"
            )


def _is_versed(frame: FrameType | None) -> bool:
    """Whether it's Versed that executes a statement, not a test that looks at its tables or spoils them."""
    while frame is not None:
        package, _, rest = frame.f_globals["__name__"].partition(".")
        if package == "tests":
            return False
        if package in ("bot", "adapters") and rest != "storage.postgresql":  # which only passes it on
            return True
        frame = frame.f_back
    return True
