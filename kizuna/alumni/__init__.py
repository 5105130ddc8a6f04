"""Graduates who stay in touch: their networks by country and city, gifts, and campaigns on an anniversary."""
