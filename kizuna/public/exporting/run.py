"""Writes the public site of some homes into a folder: all of it the first time, afterwards what has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from kizuna.core.models import Home
from kizuna.public import calling, drawnby, menu, sitemaps
from kizuna.public.exporting import drawn, fetched
from kizuna.public.exporting.asked import Asked
from kizuna.public.exporting.assets import Assets
from kizuna.public.exporting.folder import Folder, Manifest, NotDone, files_of, is_safe
from kizuna.public.exporting.leading import Leading
from kizuna.public.exporting.places import Place, Unit, first_language, place_of
from kizuna.publishing.told import SITE

Tell = Callable[[str, int], None]
# Beside the lists, what stands at every home, in each language.
BESIDE = ("feed.atom",)
FRAMED = ("embed/partners/", "embed/map/")


@dataclass
class Export:
    """One run: what is published now, and what of it the folder says already."""

    folder: Folder
    homes: Sequence[Home]
    url: str
    live: str
    tell: Tell
    units: dict[str, Unit] = field(default_factory=dict)
    places: dict[tuple[str, str, str], Unit] = field(default_factory=dict)
    extras: dict[Place, fetched.Found | None] = field(default_factory=dict)
    waiting: list[Place] = field(default_factory=list)
    told: Manifest = field(default_factory=dict)
    same_around: bool = False

    def __post_init__(self) -> None:
        self.by_slug = {home.slug: home for home in self.homes}
        self.assets = Assets(self.folder.write)
        self.lead = Leading(self.by_slug, self.assets, self.exists, self.works_live, self.url, self.live)
        self.before = self.folder.before

    def exists(self, place: Place) -> bool:
        """Whether an address is in the folder; a part of a long list is, where the list is."""
        if not is_safe(place.file):
            return False
        if place[:3] in self.places:
            return True
        found = self._extra(place._replace(number=1))
        return found is not None and not found.live

    def works_live(self, place: Place) -> bool:
        """Whether there is a page that works only where Kizuna itself answers."""
        found = self._extra(place)
        return found is not None and found.live

    def _extra(self, place: Place) -> fetched.Found | None:
        if place not in self.extras:
            self.extras[place] = found = fetched.fetch(place, self.by_slug, self._mark_of(place))
            if found is not None and not found.live:
                self.waiting.append(place)
        return self.extras[place]

    def _mark_of(self, place: Place) -> str:
        """The mark of what the folder has there already, where it would be written in the same way."""
        kept = self.before.get("extras", {}).get(place.key, {})
        there = self.same_around and all(map(self.folder.has, kept.get("files", ())))
        return str(kept.get("mark", "")) if there else ""

    def run(self) -> Manifest:
        """Writes what is new or other, removes what is gone, and says what the folder holds."""
        around = repr((self.url, self.live, drawnby.mark()))
        for home in self.homes:
            home.once = {}  # type: ignore[attr-defined]  # read once for all pages
            for unit in drawn.units_of(home, around):
                if all(is_safe(place.file) for place in unit.places):
                    self.units[unit.key] = unit
                    self.places.update((place[:3], unit) for place in unit.places)
        # Where pages came or went, links in others may lead elsewhere, though those say the same.
        names = hashlib.sha256("\n".join(sorted(self.units)).encode()).hexdigest()[:16]
        self.same_around = self.before.get("around") == (
            mark := hashlib.sha256(f"{around}{names}".encode()).hexdigest()
        )
        for place in self._seeds():
            self._extra(place)
        kept = {key: one for key, one in self.before.get("units", {}).items() if self._stays(key, one)}
        for key in self._leading_to_gone(kept):
            del kept[key]
        every_unit_new = not kept
        self.told = {"around": mark, "units": kept, "extras": {}, "assets": [], "plain": []}
        self._draw([unit for key, unit in self.units.items() if key not in kept])
        while self.waiting:
            self._put(self.waiting.pop())
        self._root()
        old = [] if every_unit_new else self.before.get("assets", [])
        self.told["assets"] = sorted({*old, *self.assets.files})
        self.folder.finish(self.told)
        return self.told

    def _seeds(self) -> Iterable[Place]:
        """What is asked for each time, whether a page leads to it or not."""
        now = timezone.now()
        for home in self.homes:
            listed = [*menu.LISTED.values(), *BESIDE]
            yield from (Place(home.slug, tree, path) for path in listed for tree in ("", *SITE))
            yield from (Place(home.slug, tree, path) for path in FRAMED for tree in self._languages(home))
            for slug in calling.shown_slugs(home, now):
                yield from (Place(home.slug, tree, f"calls/{slug}/") for tree in ("", *self._languages(home)))
            if self.url:
                yield from (Place(home.slug, "", path) for path in sitemaps.paths(home))
        known = (place_of(key) for key in self.before.get("extras", ()))
        yield from (place for place in known if place.home in self.by_slug and is_safe(place.file))

    def _languages(self, home: Home) -> list[str]:
        return sorted({unit.language for unit in self.units.values() if unit.home is home})

    def _stays(self, key: str, one: dict[str, Any]) -> bool:
        """Whether a page is in the folder as it would be written now."""
        unit = self.units.get(key)
        if unit is None or unit.mark != one["mark"] or not all(map(self.folder.has, one["files"])):
            return False
        return not any(self._is_found(lost) for lost in one.get("lost", ()))

    def _is_found(self, lost: str) -> bool:
        """Whether what led nowhere leads somewhere now."""
        if lost.count("/") < 3 or lost.startswith("/") or not lost.split("/")[2].isdigit():
            return False
        place = place_of(lost)
        return place.home in self.by_slug and (self.exists(place) or self.exists(place._replace(tree="")))

    def _leading_to_gone(self, kept: dict[str, Any]) -> list[str]:
        """The pages that stay but lead to one that is no more."""
        gone = {file for key, one in self.before.get("units", {}).items() if key not in self.units
                for file in one["files"]}  # fmt: skip
        gone |= {file for key, one in self.before.get("extras", {}).items()
                 if self.extras.get(place_of(key)) is None for file in one["files"]}  # fmt: skip
        ends = [f"{file}{end}".encode() for file in gone for end in ('"', "#")]
        if not ends:
            return []
        return [key for key, one in kept.items() if any(self._says(file, ends) for file in one["files"])]

    def _says(self, file: str, ends: Sequence[bytes]) -> bool:
        content = (self.folder.root / file).read_bytes()
        return any(end in content for end in ends)

    def _draw(self, units: Sequence[Unit]) -> None:
        for number, (unit, parts) in enumerate(drawn.drawn(units), 1):
            self.lead.lost.clear()
            files = []
            for tree in unit.trees:
                for count, told in enumerate(parts, 1):
                    place = Place(unit.home.slug, tree, unit.path, count)
                    self.folder.write(place.file, self.lead.page(told, place, "" if tree else unit.language).encode())
                    files.append(place.file)
            self.told["units"][unit.key] = {"mark": unit.mark, "files": files}
            if self.lead.lost:
                self.told["units"][unit.key]["lost"] = sorted(self.lead.lost)
            self.tell(f"of {len(units)} pages", number)

    def _put(self, place: Place) -> None:
        found = self.extras[place]
        assert found is not None  # noqa: S101 - only what was found waits
        files, mark = [place.file], found.mark
        if found.same:
            self.told["extras"][place.key] = self.before["extras"][place.key]
            return
        self.folder.write(place.file, self._as_written(found, place))
        while found is not None and found.is_page and drawn.NEXT in found.content.decode():
            place = place._replace(number=place.number + 1)
            found = fetched.fetch(place, self.by_slug)
            if found is not None:
                self.folder.write(place.file, self._as_written(found, place))
                files.append(place.file)
        first = place._replace(number=1)
        self.told["extras"][first.key] = {"files": files, "mark": mark}

    def _as_written(self, found: fetched.Found, place: Place) -> bytes:
        if not found.is_text:
            return found.content
        told = found.content.decode()
        if found.is_page:
            return self.lead.page(told, place, "" if place.tree else first_language(self.by_slug[place.home])).encode()
        return self.lead.feed(told, place).encode()

    def _root(self) -> None:
        """The list of homes, the page for what is not there, and what search engines ask for."""
        listed = [(home, self._languages(home)) for home in self.homes]
        with override(first_language(self.homes[0])):
            for name, template in (("index.html", "index"), ("404.html", "missing")):
                context = {"homes": listed, "chrome": {}}
                told = render_to_string(f"public/exported/{template}.html", context, Asked("/"))
                # A server shows the second at any depth: only whole addresses lead anywhere from there.
                up = f"{self.url}/" if name == "404.html" and self.url else ""
                self._plain(name, self.lead.page(told, Place("", "", ""), "", up))
        if self.url:
            addresses = [f"{self.url}/{home.slug}/{path}" for home in self.homes for path in sitemaps.paths(home)]
            self._plain("sitemap.xml", sitemaps.index(addresses))
        self._plain("robots.txt", sitemaps.robots((), f"{self.url}/sitemap.xml" if self.url else ""))

    def _plain(self, name: str, told: str) -> None:
        self.folder.write(name, told.encode())
        self.told["plain"].append(name)


def export(folder: Folder, homes: Sequence[Home], *, url: str, live: str, tell: Tell) -> Manifest:
    """Writes the folder; raises NotDone with the reason where it cannot be written."""
    if not homes:
        raise NotDone("No home has published anything yet.")
    return Export(folder, homes, url, live, tell).run()


def count_of(told: Manifest, slug: str) -> int:
    """How many files of a home there are."""
    return sum(1 for file in files_of(told) if file.startswith(f"{slug}/"))
