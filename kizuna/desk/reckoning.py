"""Keeps how the public pages of a home write years in Japanese."""

from __future__ import annotations

from kizuna.core.models import Home


def keep(home: Home, years: str) -> None:
    """Keeps the way; the caller has asked whether it may.

    Raises ValidationError for a way that nobody knows.
    """
    home.years = years
    home.clean_fields(exclude={field.name for field in home._meta.concrete_fields} - {"years"})
    Home.objects.filter(pk=home.pk).update(years=years)
