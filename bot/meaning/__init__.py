"""Meaning: texts turned into vectors, so that what means nearly the same lies near. Knows no packs.

- model (what the finder asks), meaning (what it's told), errors
- a model in a folder: encoder (runs it), wordpiece (cuts texts), files (what's where); quantised (numbers in bytes);
  common_words (what else the pieces of the one in Versed tell)

numpy reads how many threads to use as it's imported. A text is too short to share out: on a busy machine two threads
wait for one another twenty times as long as one alone would take. So this comes before any import of numpy.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
