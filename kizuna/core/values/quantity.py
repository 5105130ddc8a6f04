"""Numbers as they were stated: about 250 participants, nearly 100 a year, many."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self, cast

from kizuna.core.values import quantitywords
from kizuna.core.values.numberwords import exact
from kizuna.core.values.phrase import LONGEST, TOO_LONG
from kizuna.core.values.problems import Incomparable, NotUnderstood, gettext_noop, json_object, json_text
from kizuna.core.values.qualifiers import QUALIFIERS, VAGUE, Qualifier, summed

NOT_A_QUALIFIER = gettext_noop("There is no such qualifier of a number.")
NUMBER_MISSING = gettext_noop("This qualifier needs a number.")
NUMBER_TOO_MANY = gettext_noop("This qualifier takes no number.")
BAD_RANGE = gettext_noop("A range, and only a range, has an upper number, and it is not below the first.")
OTHER_UNIT = gettext_noop("The units differ.")
OTHER_PER = gettext_noop("One is per year or occasion and the other is not, or per another one.")


@dataclass(frozen=True)
class Quantity:
    """A number, how exactly it is meant, its unit and what it is per; "most" and its like have no number."""

    value: Decimal | None = None
    qualifier: Qualifier = "exact"
    upper: Decimal | None = None
    unit: str = ""
    per: str = ""

    def __post_init__(self) -> None:
        if self.value is None and self.qualifier == "exact":
            object.__setattr__(self, "qualifier", "not_stated")
        if self.qualifier not in QUALIFIERS:
            raise NotUnderstood(str(self.qualifier), NOT_A_QUALIFIER)
        if len(self.unit) > LONGEST or len(self.per) > LONGEST:
            raise NotUnderstood(self.unit or self.per, TOO_LONG)
        for name in ("value", "upper"):
            if (number := getattr(self, name)) is not None:
                object.__setattr__(self, name, exact(number))
        if self.value is None and self.qualifier not in VAGUE:
            raise NotUnderstood(self.qualifier, NUMBER_MISSING)
        # A number whose exactness a page does not state is still a number.
        if self.value is not None and self.qualifier in VAGUE and self.qualifier != "not_stated":
            raise NotUnderstood(self.qualifier, NUMBER_TOO_MANY)
        ordered = self.upper is not None and self.value is not None and self.value <= self.upper
        if (self.qualifier == "range") != (self.upper is not None) or (self.qualifier == "range" and not ordered):
            raise NotUnderstood(self.qualifier, BAD_RANGE)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a phrase; refuses what has no reading or several."""
        try:
            words = quantitywords.read(text)
            return cls(words.value, words.qualifier, words.upper, words.unit, words.per)
        except NotUnderstood as problem:
            raise NotUnderstood(text, problem.reason) from None

    @classmethod
    def not_stated(cls, unit: str = "", per: str = "") -> Self:
        return cls(None, "not_stated", None, unit, per)

    def __bool__(self) -> bool:
        """False only when nothing is stated: zero is something."""
        return self.value is not None or self.qualifier != "not_stated"

    def __add__(self, other: Self) -> Self:
        """A sum as true as its parts, or Incomparable."""
        if self.unit != other.unit:
            raise Incomparable(OTHER_UNIT)
        if self.per != other.per:
            raise Incomparable(OTHER_PER)
        qualifier = summed(self.qualifier, other.qualifier)
        low = [part.value for part in (self, other) if part.value is not None]
        high = [part.value if part.upper is None else part.upper for part in (self, other)]
        top = sum(number for number in high if number is not None) + Decimal(0)
        # Under a ceiling a range counts with its upper number, everywhere else with its lower.
        value = top if qualifier == "up_to" else sum(low) + Decimal(0)
        return type(self)(value, qualifier, top if qualifier == "range" else None, self.unit, self.per)

    def __radd__(self, other: object) -> Self:
        # sum() begins with 0.
        return self if other == 0 else NotImplemented

    def display(self, language: str, *, named: bool = False) -> str:
        """In words; `named` where what is counted stands beside the number, so that Japanese needs only its counter."""
        return quantitywords.display(self._words, language, named=named)

    @property
    def _words(self) -> quantitywords.Words:
        return quantitywords.Words(self.value, self.qualifier, self.upper, self.unit, self.per)

    def __str__(self) -> str:
        return self.display("en")

    def to_json(self) -> dict[str, str | None]:
        """Numbers as text, so that no reader rounds them."""
        return {
            "value": None if self.value is None else str(self.value),
            "qualifier": self.qualifier,
            "upper": None if self.upper is None else str(self.upper),
            "unit": self.unit,
            "per": self.per,
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        stored = json_object(data)
        value, upper = (None if stored.get(key) is None else exact(str(stored[key])) for key in ("value", "upper"))
        qualifier = cast("Qualifier", json_text(stored, "qualifier") or "exact")
        return cls(value, qualifier, upper, json_text(stored, "unit"), json_text(stored, "per"))
