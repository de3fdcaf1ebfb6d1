"""Tests of the pictures, code and cases shown beside items."""
