"""Versed's core: everything the bot knows and does, without knowing any chat platform."""

__version__ = "0.1.0"
