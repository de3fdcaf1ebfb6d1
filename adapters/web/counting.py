"""Counts the tabs' requests in the same metrics as the other platforms."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from adapters.web import frames
from bot.language.refusals import Refusal
from bot.runtime.metrics import ANSWER_SECONDS, REQUESTS

_PLATFORM = "web"

_KINDS: dict[type, str] = {frames.Say: "command", frames.Press: "press", frames.Complete: "completion"}
"""The frames that are counted; the others only affect the page."""


@contextmanager
def counted(frame: frames.Frame) -> Iterator[None]:
    """Count a frame's outcome, and how long the block took.

    Args:
        frame: the frame from the tab.
    """
    kind, outcome, began = _KINDS.get(type(frame)), "failed", perf_counter()
    try:
        yield
        outcome = "answered"
    except Refusal:
        outcome = "refused"
        raise
    finally:
        if kind is not None:
            REQUESTS.labels(_PLATFORM, kind, outcome).inc()
        if kind in ("command", "press"):
            ANSWER_SECONDS.labels(_PLATFORM).observe(perf_counter() - began)
