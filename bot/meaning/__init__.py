"""Meaning: texts turned into vectors, so that what means nearly the same lies near. Knows no packs.

- model (what the finder asks), meaning (what it's told), errors
- the one in Versed: encoder (runs it), wordpiece (cuts texts), weights (its numbers), quantised (in bytes),
  files (where they lie), convert (makes them of another's); common_words (what else its pieces tell)

numpy reads how many threads to use as it's imported. A text is too short to share out: on a busy machine two threads
wait for one another twenty times as long as one alone would take. So this comes before any import of numpy.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
