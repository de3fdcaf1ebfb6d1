"""Tests of what stands beside items."""
