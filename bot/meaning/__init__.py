"""Meaning: texts turned into vectors, so that what means nearly the same lies near.

numpy reads how many threads to use as it's imported. A text is too short to share out: on a busy machine two threads
wait for one another twenty times as long as one alone would take. So this comes before any import of numpy.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
