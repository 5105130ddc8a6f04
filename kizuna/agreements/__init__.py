"""Agreements on record: what was signed, by whom, since when and until when, as far as it is known."""
