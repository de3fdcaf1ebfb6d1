"""Tests of /help."""
