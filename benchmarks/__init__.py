"""Benchmarks: `python -m benchmarks` prints every table; each ratio is measured against a peer in the same run."""
