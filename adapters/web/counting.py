"""Counting what tabs ask for, as the other platforms do."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from adapters.web import frames
from bot.language.refusals import Refusal
from bot.runtime.metrics import ANSWER_SECONDS, REQUESTS

_PLATFORM = "web"

_KINDS: dict[type, str] = {frames.Say: "command", frames.Press: "press", frames.Complete: "completion"}
"""What counts; the other frames only arrange the page."""


@contextmanager
def counted(frame: frames.Frame) -> Iterator[None]:
    """Count what came of a frame, and how long that took, once what stands within is done.

    Args:
        frame: what the tab asks for.
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
