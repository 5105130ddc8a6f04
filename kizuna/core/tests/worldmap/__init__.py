"""Tests of the world maps."""
