"""Imported last by a process that others are forked from: what each of them would read or work out is there already.

Dictionaries and the names of places take half a second of a processor. Garbage collectors pass over all of it: they
write to whatever they look at, and so copy every page that a parent shares with its child, which took a second more.
"""

from bot.features.learners import zones
from bot.judging import lexicon
from bot.runtime import gc_tuning

lexicon.prepare("en")
zones.prepare()
gc_tuning.settle()
