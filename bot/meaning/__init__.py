"""Meaning: turns texts into vectors, so that texts with similar meanings are close. Knows nothing about packs.

- model (the interface that the finder uses), meaning (its results), errors
- a model in a folder: encoder (runs it), wordpiece (the tokeniser), files (file names); quantised (numbers in bytes);
  common_words (English words, from the vocabulary of the model in Versed)

numpy reads the number of threads to use when it's imported, so this package sets it before any import of numpy. A
text is too short to be split among threads: on a busy machine, two threads spend twenty times as long waiting for
each other as one alone would take. ONNX Runtime would report to its makers from the moment it's imported.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
