"""A public function with three or more parameters describes each of them, or names the protocol that does."""

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

_ROOT = Path(__file__).parents[1]
_ENOUGH = 3

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Method: TypeAlias = tuple[str, str]
"""The names of a class and of one of its methods."""


@pytest.mark.parametrize("package", ["bot", "adapters"])
def test_public_functions_with_three_parameters_describe_them(package: str) -> None:
    files = [file for file in sorted((_ROOT / package).rglob("*.py")) if "migrations" not in file.parts]
    lacking = [
        f"{file.relative_to(_ROOT)}:{function.lineno} {function.name}"
        for file in files
        for function in _lacking(file.read_text(encoding="utf-8"), _described_in_bot())
    ]

    assert files
    assert not lacking, "these need an `Args:` section, or “see” and a protocol with one:\n" + "\n".join(lacking)


def test_the_check_finds_functions_without_a_section_and_no_others() -> None:
    source = '''
def bare(a, b, *, c): ...
def described(a, b, c):
    """Do it.

    Args:
        a: this.
    """
def few(a, b, _c): ...
def _private(a, b, c): ...
@overload
def typed(a, b, c): ...
class Thing:
    async def method(self, a, b, c):
        def inner(a, b, c): ...
    def pair(self, a, b): ...
    @typing.overload
    def other(self, a, b, c): ...
if True:
    def conditional(a, /, b, *rest, c): ...
'''
    assert [function.name for function in _lacking(source)] == ["bare", "method", "conditional"]


def test_a_method_may_name_a_protocol_that_describes_its_parameters() -> None:
    source = '''
class Port(Protocol):
    def post(self, to, key, body):
        """Post it.

        Args:
            to: where.
        """
    def pin(self, to, ref, why):
        """Pin it."""
class Here:
    def post(self, to, key, body):
        """Post it here (see language.Port)."""
    def pin(self, to, ref, why):
        """Pin it.

        See Port.
        """
    def look_up(self, to, key, since):
        """Find it (see Port)."""
'''
    assert [function.name for function in _lacking(source, _described(source))] == ["pin", "pin", "look_up"]


def _lacking(source: str, described: Collection[Method] = ()) -> list[Function]:
    """Return the public functions of a module that have enough parameters but don't describe them."""
    return [
        function
        for function in _public_functions(ast.parse(source))
        if len(_parameters(function)) >= _ENOUGH
        and "Args:" not in (said := ast.get_docstring(function) or "")
        and not any((name, function.name) in described for name in re.findall(r"\b[Ss]ee (?:\w+\.)*(\w+)", said))
    ]


@cache
def _described_in_bot() -> set[Method]:
    files = (_ROOT / "bot").rglob("*.py")
    return {method for file in files for method in _described(file.read_text(encoding="utf-8"))}


def _described(source: str) -> set[Method]:
    """Return the methods of a module's classes that describe their parameters."""
    return {
        (each.name, method.name)
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.ClassDef)
        for method in each.body
        if isinstance(method, Function) and "Args:" in (ast.get_docstring(method) or "")
    }


def _public_functions(node: ast.AST) -> Iterator[Function]:
    """Yield the functions and methods that aren't inside another function, without private ones and overloads."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function):
            yield from _public_functions(child)
        elif not child.name.startswith("_") and not any(map(_is_overload, child.decorator_list)):
            yield child


def _is_overload(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).rpartition(".")[2] == "overload"


def _parameters(function: Function) -> list[str]:
    """Return the parameters that a caller passes, without those whose names begin with an underscore."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in {"self", "cls"} and not name.startswith("_")]
