"""The signals that tell a process to stop."""

import asyncio
import signal


def stop_signal() -> asyncio.Event:
    """Return an event that's set when the process is told to stop: by Ctrl+C, SIGTERM, or a terminal that's closed.

    A process that was started with nohup goes on when its terminal is closed.
    """
    stop = asyncio.Event()
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    for number in numbers:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
