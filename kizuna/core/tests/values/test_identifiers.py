"""Identifiers are kept in one spelling, and a slip of the finger is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kizuna.core.values import NotUnderstood, identifiers

BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
REAL = [
    ("ror", "05a28rw58"),  # ETH Zurich
    ("ror", "057zh3y96"),  # The University of Tokyo
    ("ror", "02jx3x895"),  # University College London
    ("ror", "05f950310"),  # KU Leuven
    ("orcid", "0000-0002-1825-0097"),
    ("orcid", "0000-0001-5109-3700"),
    ("orcid", "0000-0002-1694-233X"),
    ("isni", "0000 0001 2156 2780"),
    ("wikidata", "Q11942"),
    ("grid", "grid.5801.c"),
    ("pic", "999979015"),
    ("schac", "ethz.ch"),
    ("erasmus", "B LEUVEN01"),
    ("erasmus", "D MUNCHEN02"),
]


@pytest.mark.parametrize(("scheme", "value"), REAL)
def test_real_ones_are_read_as_they_are(scheme: str, value: str) -> None:
    assert identifiers.read(scheme, value) == value


@pytest.mark.parametrize(
    ("scheme", "written", "kept"),
    [
        ("ror", " https://ror.org/05A28RW58/ ", "05a28rw58"),
        ("orcid", "https://orcid.org/000000021694233x", "0000-0002-1694-233X"),
        ("isni", "https://isni.org/isni/0000000121562780", "0000 0001 2156 2780"),
        ("wikidata", "https://www.wikidata.org/wiki/q11942", "Q11942"),
        ("grid", "GRID.5801.C", "grid.5801.c"),
        ("pic", "999 979 015", "999979015"),
        ("erasmus", "b  leuven01", "B LEUVEN01"),
    ],
)
def test_addresses_and_other_spellings_become_one(scheme: str, written: str, kept: str) -> None:
    assert identifiers.read(scheme, written) == kept
    assert identifiers.read(scheme, kept) == kept


@pytest.mark.parametrize(
    ("scheme", "text", "reason"),
    [
        ("ror", "05a28rw59", identifiers.CHECK_DIGITS),
        ("ror", "05a82rw58", identifiers.CHECK_DIGITS),
        ("ror", "15a28rw58", identifiers.NOT_A_ROR),
        ("ror", "05a28rwu8", identifiers.NOT_A_ROR),
        ("orcid", "0000-0002-1825-0098", identifiers.CHECK_DIGITS),
        ("orcid", "0000-0002-1825", identifiers.NOT_AN_ORCID),
        ("isni", "0000 0001 2156 2708", identifiers.CHECK_DIGITS),
        ("isni", "X000 0001 2156 2780", identifiers.NOT_AN_ISNI),
        ("wikidata", "11942", identifiers.NOT_A_QID),
        ("wikidata", "Q0", identifiers.NOT_A_QID),
        ("grid", "5801.c", identifiers.NOT_A_GRID),
        ("pic", "12345", identifiers.NOT_A_PIC),
        ("pic", "٩٩٩٩٧٩٠١٥", identifiers.NOT_A_PIC),
        ("schac", "ethz", identifiers.NOT_A_SCHAC),
        ("erasmus", "LEUVEN", identifiers.NOT_AN_ERASMUS_CODE),
    ],
)
def test_what_cannot_be_one_is_refused_with_the_reason(scheme: str, text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        identifiers.read(scheme, text)
    assert told.value.reason == reason


@given(some.text(alphabet="0123456789", min_size=15, max_size=15), some.integers(0, 15), some.integers(1, 9))
def test_one_wrong_digit_of_an_orcid_is_always_noticed(digits: str, place: int, by: int) -> None:
    good = digits + identifiers.check_character(digits)
    assert identifiers.orcid(good).replace("-", "") == good
    if good[place] == "X":
        return
    bad = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    with pytest.raises(NotUnderstood):
        identifiers.orcid(bad)


@given(some.text(alphabet=BASE32, min_size=6, max_size=6), some.integers(1, 6), some.sampled_from(BASE32))
def test_one_wrong_character_of_a_ror_is_always_noticed(body: str, place: int, other: str) -> None:
    number = 0
    for character in body:
        number = number * 32 + BASE32.index(character)
    good = f"0{body}{98 - number * 100 % 97:02}"
    assert identifiers.ror(good) == good
    bad = good[:place] + other + good[place + 1 :]
    if bad != good:
        with pytest.raises(NotUnderstood):
            identifiers.ror(bad)


@given(some.sampled_from(sorted(identifiers.READERS)), some.text())
def test_any_text_is_read_the_same_twice_or_refused(scheme: str, text: str) -> None:
    try:
        value = identifiers.read(scheme, text)
    except NotUnderstood:
        return
    assert identifiers.read(scheme, value) == value
