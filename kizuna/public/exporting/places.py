"""Where pages stand in the folder: the home, the language that the address names, the page, the part of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kizuna.core.models import Home
from kizuna.publishing.told import SITE


class Place(NamedTuple):
    """One address of the site; ``tree`` is the language that it names, or nothing."""

    home: str
    tree: str
    path: str
    number: int = 1

    @property
    def address(self) -> str:
        """Where the live site has it, without the number."""
        return f"/{self.home}/{self.tree}/{self.path}" if self.tree else f"/{self.home}/{self.path}"

    @property
    def file(self) -> str:
        """The file in the folder; its depth is that of the address."""
        if self.path and not self.path.endswith("/"):
            return self.address[1:]
        return self.address[1:] + (f"page-{self.number}/" if self.number > 1 else "") + "index.html"

    @property
    def key(self) -> str:
        """How the manifest names it."""
        return f"{self.home}/{self.tree}/{self.number}/{self.path}"


def place_of(key: str) -> Place:
    """The place that a manifest names."""
    home, tree, number, path = key.split("/", 3)
    return Place(home, tree, path, int(number))


def first_language(home: Home) -> str:
    """The language of a home's addresses that name none."""
    return next((code for code in home.languages if code in SITE), SITE[0])


@dataclass(frozen=True)
class Unit:
    """One page in one language, in all the files that say it."""

    home: Home
    path: str
    language: str
    languages: tuple[str, ...]
    edition: int
    mark: str

    @property
    def key(self) -> str:
        """How the manifest names it."""
        return f"{self.home.slug}/{self.language}/{self.path}"

    @property
    def trees(self) -> tuple[str, ...]:
        """The language it is in, and none where it is the one that is shown to whoever asks for none."""
        wanted = next((code for code in self.home.languages if code in self.languages), self.languages[0])
        return (self.language, "") if wanted == self.language else (self.language,)

    @property
    def places(self) -> list[Place]:
        """Where its first part stands."""
        return [Place(self.home.slug, tree, self.path) for tree in self.trees]
