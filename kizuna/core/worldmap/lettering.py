"""How wide a label will be, without a browser: widths of Inter's semibold letters in ems."""

from unicodedata import east_asian_width

# Measured from the font at weight 650. A reader whose system font stands in sees slightly other
# widths, hence the reserve below.
_WIDTHS = {
    0.28: " !',.:;Iijl|`",
    0.39: '()/[\\]ft"^{}-_r1',
    0.58: "*?sLkxz7JaFcevy",
    0.64: "Eohnu2bdgpq3469#$8PRSBTZ05&+<=>~",
    0.74: "KDYUXACVGH",
    0.78: "NOQ",
    0.92: "mMw",
    1.03: "%@W",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_RESERVE = 1.04


def text_width(text: str, size: float) -> float:
    """The width of a text at a type size, both in the units of the drawing."""
    ems = sum(_WIDTH.get(letter) or (1.02 if east_asian_width(letter) in "WF" else 0.66) for letter in text)
    return ems * size * _RESERVE
