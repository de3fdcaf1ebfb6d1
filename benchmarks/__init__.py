"""Benchmarks: `python -m benchmarks` prints all tables; each ratio compares with a peer measured in the same run."""

import bot.meaning  # noqa: F401 (sees to numpy's threads before anything imports it)
