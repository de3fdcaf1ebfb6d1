"""Works out each test's markers, so that `pytest -m unit` and the like work without marking tests by hand."""

import re
import sys
from functools import cache
from pathlib import Path

import pytest

_DATABASE = re.compile(r"sqlite|postgresql|database")
"""Matches the name of every fixture that makes a database."""

_SIMULATION = re.compile(r"test_(simulation|(\w+_)?machine|session_properties)")
_STARTS_PROCESSES = re.compile(r"\bsubprocess\b|\bforkserver\b")
_IMPORT = re.compile(r"^\s*from (tests[\w.]*) import (\w+)", re.MULTILINE)


def kinds_of(item: pytest.Function) -> set[str]:
    """Return a test's markers; a test that only needs a database has none."""
    kinds = set()
    if "browser" in item.fixturenames:
        kinds.add("browser")
    if _starts_processes(item.module.__name__):
        kinds.add("process")
    if _SIMULATION.fullmatch(item.path.stem):
        kinds.add("simulation")
    if not kinds and not any(map(_DATABASE.search, item.fixturenames)):
        kinds.add("unit")
    return kinds


@cache
def _starts_processes(module: str) -> bool:
    """Return whether a module, or a test module that it imports, names a way to start a process."""
    modules = [module]
    for each in modules:  # grows during the loop
        names_a_way, imported = _read(each)
        if names_a_way:
            return True
        modules += sorted((imported & sys.modules.keys()).difference(modules))
    return False


@cache
def _read(module: str) -> tuple[bool, frozenset[str]]:
    """Return whether a module names a way to start a process, and the test modules that it may import."""
    path = sys.modules[module].__file__
    assert path is not None
    text = Path(path).read_text(encoding="utf-8")
    named = {name for package, part in _IMPORT.findall(text) for name in (package, f"{package}.{part}")}
    return _STARTS_PROCESSES.search(text) is not None, frozenset(named)
