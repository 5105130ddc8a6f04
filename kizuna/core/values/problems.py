"""What a value says when it cannot be read or added up."""

from collections.abc import Mapping


def gettext_noop(message: str) -> str:
    """Marks a reason for the catalogue; whoever shows it translates it."""
    return message


class NotUnderstood(ValueError):  # noqa: N818 - the name says what happened, as the papers do
    """A text that has no reading, or more than one; nothing is guessed."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 60 else self.text[:59] + "…"
        return f"“{shown}”: {self.reason}"


class Incomparable(ValueError):  # noqa: N818 - the name says what happened, as the papers do
    """Two values that have no truthful sum."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


NOT_THE_JSON = gettext_noop("This is not the JSON form of such a value.")


def json_object(data: object) -> dict[str, object]:
    """The object a value is stored as; nothing stored is the empty object."""
    if data is None:
        return {}
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise NotUnderstood(str(data)[:60], NOT_THE_JSON)
    return dict(data)


def json_text(data: Mapping[str, object], key: str) -> str:
    """A text in the object, "" where it is absent."""
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NotUnderstood(str(value)[:60], NOT_THE_JSON)
    return value
