"""Rules for all tests, so that they also pass on a busy machine: none depends on how fast it runs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
CLOCKS = {"monotonic", "perf_counter", "process_time", "time"}
WAITS = {"timeout", "wait_for"}
NAMES_ONE = re.compile(rf"\b(?:deadline|{'|'.join(CLOCKS | WAITS)})\b")
"""Finds sources that may depend on speed; looking closer takes far longer."""


def against_the_clock(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the lines that fail on a slow machine, and why: deadlines, short timeouts, and "took less than"."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="deadline"):
                yield node.value.lineno, "sets a deadline"
            case ast.keyword(arg="timeout", value=ast.Constant(value=int() | float() as seconds)) if seconds:
                yield node.value.lineno, f"waits for {seconds} s; wait for FOREVER (tests/patience.py)"
            case ast.Call(
                func=ast.Attribute(ast.Name("asyncio")), args=[*_, ast.Constant(value=int() | float())]
            ) if ast.unparse(node.func).removeprefix("asyncio.") in WAITS:
                yield node.lineno, "waits for some seconds; wait for FOREVER (tests/patience.py)"
            case ast.Assert(test=ast.Compare(ops=[*_, ast.Lt() | ast.LtE()]) as compared) if _reads_a_clock(compared):
                yield node.lineno, "asserts that something was quick; assert what was done"
            case _:
                continue


def _reads_a_clock(tree: ast.AST) -> bool:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and not node.args]
    return any(isinstance(called, ast.Attribute) and called.attr in CLOCKS for called in calls)


def test_no_test_is_against_the_clock() -> None:
    found = {
        f"{path.relative_to(HERE)}:{line} {what}"
        for path in HERE.rglob("*.py")
        if path != HERE / "conftest.py"  # which turns deadlines off
        if NAMES_ONE.search(source := path.read_text())
        for line, what in against_the_clock(ast.parse(source))
    }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        "@settings(max_examples=5, deadline=None)\ndef test(): ...",
        "process.wait(timeout=20)",
        "asyncio.timeout(0.5)",
        "asyncio.wait_for(done.wait(), 10)",
        "assert time.perf_counter() - began < 1",
        "assert loop.time() - began <= limit",
    ],
)
def test_what_is_against_the_clock_is_found(code: str) -> None:
    assert list(against_the_clock(ast.parse(code)))


def test_hypothesis_has_no_deadline_and_tries_the_same_examples_in_every_run() -> None:
    assert settings().deadline is None
    assert settings().derandomize


def test_one_module_sets_what_forked_processes_share() -> None:
    """Python has one fork server per process, so a second list anywhere would replace the first."""
    sayers = [path.name for path in HERE.rglob("*.py") if ".set_forkserver_preload(" in path.read_text()]
    assert sorted(sayers) == ["mortal.py", "test_suite.py"]
