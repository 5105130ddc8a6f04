"""Sentences made of the values of records, in every language at once: a translated pattern with nothing added."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kizuna.core.values import FuzzyDate, Quantity, Text


def phrase(pattern: Promise | str, **values: Any) -> Text:
    """The pattern with its values, in each language in which every text among them is written.

    Where one of them is a translation for reference only, the sentence is too; where no language has them all, each
    text stands in the language that it has.
    """
    codes = [code for code, _label in settings.LANGUAGES]
    texts = [value for value in values.values() if isinstance(value, Text) and value]
    written = [code for code in codes if all(_has(text, code) for text in texts)]
    found, reference = {}, set()
    for code in written or codes:
        with override(code):
            found[code] = str(pattern) % {name: _in(value, code) for name, value in values.items()}
        if any(text.get(code).reference for text in texts):
            reference.add(code)
    return Text(found, frozenset(reference))


def name(text: Text) -> Text:
    """A name in every language: where it has none of its own in one, it stays what it is."""
    return Text({code: text.get(code, "en").value for code, _label in settings.LANGUAGES})


def listed(parts: list[Text | Promise | str]) -> Text:
    """Some parts side by side, such as a day, a place and a form; those that are empty are left out."""
    kept = [part for part in parts if part]
    return phrase(" · ".join(f"%(p{number})s" for number in range(len(kept))),
                  **{f"p{number}": part for number, part in enumerate(kept)}) if kept else Text()  # fmt: skip


def beside(parts: Iterable[Text]) -> Text:
    """Some names one after the other, with what stands between them in each language."""
    kept = [part for part in parts if part]
    return reduce(lambda one, next_: phrase(_("%(one)s, %(next)s"), one=one, next=next_), kept) if kept else Text()


def _has(text: Text, code: str) -> bool:
    return text.get(code).language.split("-")[0] == code


def _in(value: Any, code: str) -> str:
    if isinstance(value, Text):
        return value.get(code, "en").value
    if isinstance(value, FuzzyDate | Quantity):
        return value.display(code)
    return str(value)
