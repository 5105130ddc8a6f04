"""The template tags of the public pages."""
