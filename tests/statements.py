"""Finds SQL statements that quick runs never execute on PostgreSQL, during a full run on both databases."""

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
"""Key under which a pytest-xdist worker hands over what it recorded."""

_VALUE = re.compile(r"\$\d+(::\w+)?")
"""A value's placeholder, with its type."""

_MORE = re.compile(r"(\?|\(\?\))(, *\1)+")
"""Repeated placeholders, or repeated rows with one each."""


class Statements:
    """Records which tests execute which of Versed's statements.

    Args:
        judges: whether to fail the run if quick runs miss a statement; only a run of all tests can tell.
    """

    def __init__(self, *, judges: bool) -> None:
        self._judges = judges
        self._executed: dict[str, str] = {}
        """By statement: a test that executes it but isn't in quick runs, or "" if one in quick runs does."""
        self._test = ""

    @property
    def missing(self) -> dict[str, str]:
        """Return the statements that quick runs miss, each with a test that executes it."""
        return {statement: test for statement, test in sorted(self._executed.items()) if test and self._judges}

    def begin(self, test: str) -> None:
        """Record statements for a test from now on.

        Args:
            test: its name; "" for a test that's in quick runs.
        """
        self._test = test

    def note(self, statement: str) -> None:
        """Record that a statement is executed, regardless of how many values it has."""
        self.take({_MORE.sub(r"\1", _MORE.sub(r"\1", _VALUE.sub("?", statement))): self._test})

    def take(self, executed: Mapping[str, str]) -> None:
        """Add what another process recorded."""
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
        """Record the statements of the next test."""
        self.begin(item.nodeid.partition("[")[0] if is_left_out(item) else "")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker recorded."""
        self.take(getattr(node, "workeroutput", {}).get(_FOUND, {}))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what this worker recorded or, in the main process, fail if quick runs miss a statement."""
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
    """Return whether Versed executes a statement, rather than a test that reads or spoils its tables."""
    while frame is not None:
        package, _, rest = frame.f_globals["__name__"].partition(".")
        if package == "tests":
            return False
        if package in ("bot", "adapters") and rest != "storage.postgresql":  # which only passes it on
            return True
        frame = frame.f_back
    return True
