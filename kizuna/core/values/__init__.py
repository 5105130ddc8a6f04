"""Values that say what is known and no more: fuzzy dates, academic years, quantities, money and texts."""

from kizuna.core.values import years
from kizuna.core.values.academicyear import CALENDARS, AcademicYear
from kizuna.core.values.edtf import Bounds
from kizuna.core.values.fold import fold
from kizuna.core.values.fuzzydate import FuzzyDate
from kizuna.core.values.money import CURRENCIES, Money
from kizuna.core.values.problems import Incomparable, NotUnderstood
from kizuna.core.values.quantity import Quantity
from kizuna.core.values.text import Text, TextIn

__all__ = [
    "CALENDARS",
    "CURRENCIES",
    "AcademicYear",
    "Bounds",
    "FuzzyDate",
    "Incomparable",
    "Money",
    "NotUnderstood",
    "Quantity",
    "Text",
    "TextIn",
    "fold",
    "years",
]
