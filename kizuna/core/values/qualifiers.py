"""How exactly a number is meant, the words for it, and what becomes of it in a sum."""

import re
from typing import Literal, NamedTuple

from kizuna.core.values.problems import Incomparable, NotUnderstood, gettext_noop

Qualifier = Literal[
    "exact", "about", "nearly", "more_than", "at_least", "up_to", "range", "most", "some", "many", "not_stated",
]  # fmt: skip

QUALIFIERS: frozenset[str] = frozenset(
    ("exact", "about", "nearly", "more_than", "at_least", "up_to", "range", "most", "some", "many", "not_stated")
)
VAGUE: frozenset[str] = frozenset(("most", "some", "many", "not_stated"))

VAGUE_SUM = gettext_noop("What has no number cannot be added up.")
OPPOSED_SUM = gettext_noop("A number that is a floor and one that is a ceiling or an estimate have no common sum.")
STRICTLY_LESS = gettext_noop("“Less than” is not kept; write “nearly” or “up to”.")

# What two different qualifiers make; "exact" leaves the other as it is, and every pair left out has no
# truthful sum. The table is associative: the result depends on which qualifiers take part, not on the order.
_SUMS: dict[frozenset[str], Qualifier] = {
    frozenset(("about", "nearly")): "about",
    frozenset(("at_least", "more_than")): "more_than",
    frozenset(("at_least", "range")): "at_least",
    frozenset(("more_than", "range")): "more_than",
    frozenset(("up_to", "nearly")): "up_to",
    frozenset(("up_to", "range")): "up_to",
    frozenset(("nearly", "range")): "up_to",
}


def summed(one: Qualifier, other: Qualifier) -> Qualifier:
    """The qualifier of a sum, or Incomparable where it would not be true."""
    if one in VAGUE or other in VAGUE:
        raise Incomparable(VAGUE_SUM)
    if other in (one, "exact"):
        return one
    if one == "exact":
        return other
    try:
        return _SUMS[frozenset((one, other))]
    except KeyError:
        raise Incomparable(OPPOSED_SUM) from None


class Qualified(NamedTuple):
    qualifier: Qualifier
    rest: str


def _compiled(*table: tuple[str, Qualifier]) -> tuple[tuple[re.Pattern[str], Qualifier], ...]:
    return tuple((re.compile(words, re.IGNORECASE), qualifier) for words, qualifier in table)


_BEFORE = _compiled(
    (r"(?:no |not )(?:more|greater) than |at most |up to |(?:a )?maximum (?:of )?|≤ ?|<= ?|最大", "up_to"),
    (r"(?:no |not )(?:less|fewer) than |at least |(?:a )?minimum (?:of )?|≥ ?|>= ?|最低", "at_least"),
    (r"(?:well )?(?:more than|over|above|upwards of|in excess of) |> ?", "more_than"),
    (r"(?:nearly|almost|close to|just under) |ほぼ(?=[0-9])", "nearly"),
    (r"(?:about|around|approximately|approx\.?|roughly|circa|some) |c(?:a\.?|\.) ?(?=[0-9])|~ ?|≈ ?", "about"),
    (r"約|およそ|おおよそ", "about"),
)
_AFTER = _compiled(
    (r" or more| and more|以上|\+", "at_least"),
    (r"を?超(?:える)?|余り?|強", "more_than"),
    (r"近く(?:の)?|弱", "nearly"),
    (r" or (?:fewer|less)|以下|以内", "up_to"),
    (r" or so|ほど|程度|前後|くらい|ぐらい", "about"),
)
_LESS = re.compile(r"(?:less than|fewer than|under|below) |< ?", re.IGNORECASE)
_LESS_AFTER = re.compile("未満")


def leading(text: str) -> Qualified:
    """Takes "about" or 「約」 off the front."""
    for words, qualifier in _BEFORE:
        found = words.match(text)
        if found:
            return Qualified(qualifier, text[found.end() :])
    if _LESS.match(text):
        raise NotUnderstood(text, STRICTLY_LESS)
    return Qualified("exact", text)


def following(text: str) -> Qualified:
    """Takes "or more" or 「以上」 off what follows a number."""
    for words, qualifier in _AFTER:
        found = words.match(text)
        if found:
            return Qualified(qualifier, text[found.end() :])
    if _LESS_AFTER.match(text):
        raise NotUnderstood(text, STRICTLY_LESS)
    return Qualified("exact", text)
