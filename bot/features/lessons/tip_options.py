"""The options of a schedule of tips, as they're stored."""

from dataclasses import dataclass

from bot.features.scheduling.stored_options import OptionsCodec


@dataclass(frozen=True, slots=True)
class PostedTipOptions:
    """What follows each tip, and what the tips are about.

    Args:
        thread: whether each tip gets a thread to talk in.
        pin: whether the latest tip is pinned.
        ask: whether a question for all follows each tip.
        named: whether a topic, or the whole pack, was named.
    """

    thread: bool = False
    pin: bool = False
    ask: bool = False
    named: bool = False


OPTIONS = OptionsCodec(PostedTipOptions)
