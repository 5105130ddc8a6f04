"""English as universities outside America write it."""
