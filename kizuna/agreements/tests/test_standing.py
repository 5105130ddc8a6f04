"""Whether an agreement is in force on a day, asked of the row and of the database alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from kizuna.agreements.models import Agreement, Standing
from kizuna.agreements.models.agreement import shifted
from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate
from tests.cast import make_agreement

DAY = date(2026, 5, 20)

CASES: list[tuple[dict[str, Any], Standing]] = [
    ({"begins": "2020-01-01", "ends": "2028-12-31", "expiry_basis": "stated"}, Standing.IN_FORCE),
    ({"begins": "2020-01-01", "ends": "2026-08-31", "expiry_basis": "stated"}, Standing.EXPIRING),
    ({"begins": "2020-01-01", "ends": "2027-05-01", "expiry_basis": "stated", "notice_months": 12}, Standing.EXPIRING),
    ({"begins": "2020-01-01", "ends": "2025", "expiry_basis": "stated"}, Standing.EXPIRED),
    ({"begins": "2020-01-01", "ends": "2025", "expiry_basis": "estimated"}, Standing.UNKNOWN),
    ({"begins": "2020-01-01", "ends": "2026", "expiry_basis": "stated"}, Standing.UNKNOWN),
    ({"begins": "2027-04-01"}, Standing.NOT_YET),
    ({"begins": "2015", "expiry_basis": "none"}, Standing.IN_FORCE),
    ({"begins": "2015"}, Standing.UNKNOWN),
    ({"concluded": "2015", "expiry_basis": "none"}, Standing.IN_FORCE),
    ({"seen": DAY}, Standing.IN_FORCE),
    ({"seen": date(2020, 3, 25)}, Standing.UNKNOWN),
    ({"begins": "2015", "ends": "2020-03-31", "renewal": "automatic", "renewal_months": 60}, Standing.IN_FORCE),
    (
        {"begins": "2015", "ends": "2020-03-31", "renewal": "automatic", "renewal_months": 60, "ended": "2024"},
        Standing.EXPIRED,
    ),
    ({"begins": "2015", "expiry_basis": "none", "ended": "2026-05"}, Standing.UNKNOWN),
    ({}, Standing.UNKNOWN),
]


def of(home: Home, **told: Any) -> Agreement:
    dates: dict[str, Any] = {
        name: FuzzyDate.parse(told.pop(name)) for name in ("begins", "ends", "concluded", "ended") if name in told
    }
    return make_agreement(home, **dates, **told)


@pytest.mark.parametrize(("told", "expected"), CASES)
def test_the_row_and_the_database_say_the_same(ours: Home, told: dict[str, Any], expected: Standing) -> None:
    made = of(ours, **told)
    assert made.standing_of(DAY) == expected
    assert Agreement.objects.standing_on(DAY).get().standing == expected


def test_how_near_an_end_is_can_be_asked_otherwise(ours: Home) -> None:
    made = of(ours, begins="2020-01-01", ends="2028-12-31")
    assert made.standing_of(DAY, months=36) == Standing.EXPIRING
    assert Agreement.objects.standing_on(DAY, 36).get().standing == Standing.EXPIRING


def test_one_that_renews_itself_tells_its_next_day(ours: Home) -> None:
    made = of(ours, begins="2015", ends="2020-03-31", renewal="automatic", renewal_months=36)
    assert made.renews_on(DAY) == date(2029, 3, 31)
    assert made.renews_on(date(2020, 3, 31)) == date(2020, 3, 31)
    assert made.renews_on(date(2023, 4, 1)) == date(2026, 3, 31)


def test_months_are_counted_to_the_last_day_a_month_has() -> None:
    assert shifted(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert shifted(date(2024, 2, 29), -12) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"begins": "2020", "ends": "2019"}, "ends"),
        ({"concluded": "2020", "ended": "2019"}, "ended"),
        ({"ends": "2020", "expiry_basis": "none"}, "ends"),
        ({"ends": "2020", "renewal": "automatic"}, "renewal_months"),
        ({"contents": "dances"}, "contents"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(ours: Home, told: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        of(ours, **told)
    assert set(refused.value.message_dict) == {field}


def test_an_agreement_is_not_above_itself(ours: Home) -> None:
    top = of(ours)
    middle = of(ours, parent=top)
    below = of(ours, parent=middle)
    top.parent = below
    with pytest.raises(ValidationError) as refused:
        top.full_clean()
    assert set(refused.value.message_dict) == {"parent"}
