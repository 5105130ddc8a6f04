"""Briefings of a partner, a country, a visit or a person: one page on screen, on paper and in Word."""
