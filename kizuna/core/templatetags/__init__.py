"""The template tags of core."""
