"""Kizuna: where a university runs and publishes its strategic partnerships."""

__version__ = "0.1.0"
