"""Imported last by the fork server, so that each forked process finds its data loaded already.

Loading the dictionaries and place names takes half a second. All of it is kept from the garbage collector, which
writes to every object that it looks at and so copies each memory page shared with the parent: one more second.
"""

from bot.features.learners import zones
from bot.judging import lexicon
from bot.runtime import gc_tuning

lexicon.prepare("en")
zones.prepare()
gc_tuning.settle()
