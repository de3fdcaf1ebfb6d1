"""Benchmarks: `python -m benchmarks` prints every table; each ratio is measured against a peer in the same run."""

import bot.meaning  # noqa: F401 (sees to numpy's threads before anything imports it)
