"""Identifiers of registries in one spelling; those with check digits are checked."""

import re

from kizuna.core.values.problems import NotUnderstood, gettext_noop

NOT_A_ROR = gettext_noop("A ROR identifier has nine characters and begins with 0, such as 05a28rw58.")
NOT_AN_ORCID = gettext_noop("An ORCID has four groups of four, such as 0000-0002-1825-0097.")
NOT_AN_ISNI = gettext_noop("An ISNI has four groups of four, such as 0000 0001 2156 2780.")
CHECK_DIGITS = gettext_noop("The check digits do not fit: a character is wrong or two are swapped.")
NOT_A_QID = gettext_noop("A Wikidata identifier is Q with a number, such as Q11942.")
NOT_A_GRID = gettext_noop("A GRID identifier looks like grid.5801.c.")
NOT_A_PIC = gettext_noop("A participant identification code has nine digits, such as 999979015.")
NOT_A_SCHAC = gettext_noop("A SCHAC home organisation is a domain name, such as ethz.ch.")
NOT_AN_ERASMUS_CODE = gettext_noop("An Erasmus code is a country, a town and a number, such as B LEUVEN01.")

# The alphabet of Crockford: without i, l, o and u.
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def ror(text: str) -> str:
    """ "https://ror.org/05A28RW58" → "05a28rw58"."""
    value = _bare(text, r"(https?://)?(www\.)?ror\.org/").lower()
    if not re.fullmatch(rf"0[{_BASE32}]{{6}}[0-9]{{2}}", value):
        raise NotUnderstood(text, NOT_A_ROR)
    number = 0
    for character in value[:-2]:
        number = number * 32 + _BASE32.index(character)
    if 98 - (number * 100) % 97 != int(value[-2:]):
        raise NotUnderstood(text, CHECK_DIGITS)
    return value


def orcid(text: str) -> str:
    """ "https://orcid.org/0000000218250097" → "0000-0002-1825-0097"."""
    return "-".join(_groups(text, r"(https?://)?(www\.)?orcid\.org/", NOT_AN_ORCID))


def isni(text: str) -> str:
    """ "https://isni.org/isni/0000000121562780" → "0000 0001 2156 2780"."""
    return " ".join(_groups(text, r"((https?://)?(www\.)?isni\.org/(isni/)?|isni[: ])", NOT_AN_ISNI))


def wikidata(text: str) -> str:
    """ "https://www.wikidata.org/wiki/Q11942" → "Q11942"."""
    value = _bare(text, r"(https?://)?(www\.)?wikidata\.org/(wiki|entity)/").upper()
    return _shaped(text, value, r"Q[1-9][0-9]{0,14}", NOT_A_QID)


def grid(text: str) -> str:
    """ "GRID.5801.C" → "grid.5801.c"."""
    value = _bare(text, r"(https?://)?(www\.)?grid\.ac/institutes/").lower()
    return _shaped(text, value, r"grid\.[0-9]{1,9}\.[0-9a-f]{1,2}", NOT_A_GRID)


def pic(text: str) -> str:
    """A participant identification code of the European Commission."""
    return _shaped(text, re.sub(r"\s", "", text), r"[0-9]{9}", NOT_A_PIC)


def schac(text: str) -> str:
    """The domain by which a university is known in exchanges."""
    return _shaped(text, text.strip().lower(), r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", NOT_A_SCHAC)


def erasmus(text: str) -> str:
    """ "b leuven01" → "B LEUVEN01"."""
    value = " ".join(text.upper().split())
    return _shaped(text, value, r"[A-Z]{1,3} ?[A-Z-]{2,12}[0-9]{2,3}", NOT_AN_ERASMUS_CODE)


READERS = {
    "ror": ror, "orcid": orcid, "isni": isni, "wikidata": wikidata, "grid": grid, "pic": pic, "schac": schac,
    "erasmus": erasmus,
}  # fmt: skip


def read(scheme: str, text: str) -> str:
    """The identifier in the spelling of its registry; NotUnderstood with a reason when it cannot be one."""
    return READERS[scheme](text)


def check_character(digits: str) -> str:
    """The last character of an ORCID or ISNI, from the fifteen digits before it: ISO 7064, MOD 11-2."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    found = (12 - total % 11) % 11
    return "X" if found == 10 else str(found)


def _bare(text: str, lead: str) -> str:
    return re.sub(rf"\A{lead}", "", text.strip(), flags=re.IGNORECASE).rstrip("/")


def _shaped(text: str, value: str, shape: str, reason: str) -> str:
    if not re.fullmatch(shape, value, flags=re.ASCII):
        raise NotUnderstood(text, reason)
    return value


def _groups(text: str, lead: str, reason: str) -> list[str]:
    value = re.sub(r"[\s–-]", "", _bare(text, lead)).upper()
    _shaped(text, value, r"[0-9]{15}[0-9X]", reason)
    if check_character(value[:15]) != value[15]:
        raise NotUnderstood(text, CHECK_DIGITS)
    return [value[start : start + 4] for start in range(0, 16, 4)]
