"""Finds the metrics in PromQL expressions, with the labels that they're selected and grouped by."""

import re
from dataclasses import dataclass

_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
_METRIC = re.compile(r"\b([a-zA-Z_:][\w:]*)\b\s*(\{[^}]*\})?(?!\s*\()")
_OPERATORS = {"and", "or", "unless", "bool", "offset", "inf", "nan"}


@dataclass(frozen=True)
class Named:
    """The metrics and labels in an expression.

    Args:
        metrics: maps each metric's name to the labels it's selected by.
        grouped: labels that results are grouped by.
    """

    metrics: dict[str, frozenset[str]]
    grouped: frozenset[str]


def named_in(expression: str) -> Named:
    """Return the metrics and labels in an expression."""
    left = re.sub(r'"(?:[^"\\]|\\.)*"', '""', expression)
    grouped = {label.strip() for each in _GROUPING.findall(left) for label in each.split(",") if label.strip()}
    left = re.sub(r"\[[^\]]*\]|\b\d+(?:\.\d+)?(?:ms|[smhdwy])?\b", " ", _GROUPING.sub(" ", left))
    metrics: dict[str, frozenset[str]] = {}
    for name, chosen in _METRIC.findall(left):
        if name not in _OPERATORS:
            labels = frozenset(re.findall(r"([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)", chosen))
            metrics[name] = metrics.get(name, frozenset()) | labels
    return Named(metrics, frozenset(grouped))
