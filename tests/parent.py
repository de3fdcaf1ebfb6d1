"""Imported last by a process that others are forked from: their garbage collectors pass over all that it has.

A collector writes to whatever it looks at, and so copies every page that a parent shares with its child. That took
each of them a second of a processor.
"""

from bot.runtime import gc_tuning

gc_tuning.settle()
