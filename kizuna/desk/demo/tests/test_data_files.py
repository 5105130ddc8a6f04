"""The data files of the demonstration: whole, cited, consistent, and in our own words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).resolve().parents[1] / "data"
BESIDE = Path(__file__).resolve().parents[4].parent / "shared"
PAGES = {
    "ucl-japan-2019": "000_2f5dbf833b66f771.txt",
    "utokyo-programme": "001_756fe90b28e42741.txt",
    "ku-leuven-japan-china-2019": "002_f1ba4d6bddf5e2c4.txt",
}
RUN = 8

Item = dict[str, Any]
Node = Item | list[Any] | str | int | float | bool | None

# A quantity has a unit too, which is a word and no record.
QUANTITY = {"qualifier", "value"}

# Which section each referring key points to. A key means the same wherever it stands.
REFERS = {
    "partnership": "partnerships",
    "grows_out_of": "partnerships",
    "programme": "programmes",
    "framework": "programmes",
    "phase": "phases",
    "joined_phase": "phases",
    "tier": "tiers",
    "unit": "units",
    "parts": "units",
    "organisation": "organisations",
    "network": "organisations",
    "member": "organisations",
    "of": "organisations",
    "owners": "organisations",
    "person": "people",
    "people": "people",
    "agreement": "agreements",
    "predecessor": "agreements",
    "project": "projects",
    "follows": "projects",
    "outside": "programmes",
    "series": "series",
    "activity": "activities",
    "part_of": "activities",
    "replaces": "activities",
    "replaced_by": "activities",
    "venue": "organisations",
}


@cache
def read(path: Path) -> Item:
    """The content of one file; by the parser in C where there is one, which is ten times as fast."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Item = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
    return content


@cache
def files() -> dict[str, Item]:
    """Every data file but the list of what comes later, by its path."""
    paths = sorted(path for path in DATA.rglob("*.yaml") if path.name != "later.yaml")
    return {str(path.relative_to(DATA)): read(path) for path in paths}


def sections() -> Iterator[tuple[str, str, list[Item]]]:
    """File, section and records, for every section of every file."""
    for name, content in files().items():
        for section, records in content.items():
            if isinstance(records, list):
                yield name, section, records


def every(section: str) -> list[Item]:
    """All records of one section, over all files."""
    return [record for _, name, records in sections() if name == section for record in records]


def real(section: str) -> list[Item]:
    """All records of one section outside the made-up university."""
    return [
        record
        for file, name, records in sections()
        if name == section and not file.startswith("example")
        for record in records
    ]


def inside(node: Node) -> Iterator[Item]:
    """Every mapping within a record, the record itself first."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from inside(value)
    elif isinstance(node, list):
        for value in node:
            yield from inside(value)


def strings(node: Node, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string with the keys that lead to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from strings(value, f"{path}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from strings(value, f"{path}/{number}")
    elif isinstance(node, str):
        yield path, node


def citations(node: Node) -> Iterator[Item]:
    """Every citation within a record."""
    for mapping in inside(node):
        for key in ("cites", "footnote_cites"):
            yield from mapping.get(key, [])


def places(team: Item) -> list[list[Any]]:
    """The places of a team: unit, fact, lines, and sometimes more."""
    found: list[list[Any]] = team["units"]
    return found


def loaded_facts() -> set[str]:
    """The numbers of all facts that some record cites."""
    cited = {cite["fact"] for content in files().values() for cite in citations(content) if "fact" in cite}
    for team in every("teams"):
        cited |= {team["fact"]} if "fact" in team else set()
        cited |= {place[1] for place in places(team) if place[1]}
    return cited


def beside(*parts: str) -> Path:
    """A file of the folder beside the checkout; the test is skipped where that is absent."""
    path = BESIDE.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"The source pages are not beside this checkout: no {'/'.join(parts)}.")
    return path


def facts() -> list[Item]:
    found: list[Item] = read(beside("facts", "facts.yaml"))["facts"]
    return found


def page(file: str) -> str:
    return beside("pages", file).read_text("utf-8-sig").replace("\r\n", "\n")


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold().replace("’", "'"))


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of eight words in a text."""
    found = words(text)
    return {tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


def test_keys_are_unique_within_a_section() -> None:
    keys = Counter((name, record["key"]) for _, name, records in sections() for record in records if "key" in record)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_reference_leads_to_a_record() -> None:
    named = {*REFERS.values(), "homes"}
    known = {name: {record.get("key") for record in every(name)} for name in named}
    lost = []
    for file, content in files().items():
        lost += [(file, "home", content["home"])] if content.get("home", "utokyo") not in known["homes"] else []
        for section, records in content.items():
            found = [mapping for mapping in inside(records) if not QUANTITY & set(mapping)]
            for key, target in REFERS.items():
                values = [mapping[key] for mapping in found if isinstance(mapping.get(key), str | list)]
                # Under "people" and "parts" stand mappings too: those who take part, and what makes up a number.
                every_one = [one for value in values for one in ([value] if isinstance(value, str) else value)]
                wanted = [one for one in every_one if isinstance(one, str)]
                lost += [(file, key, one) for one in wanted if one not in known[target]]
            if section == "teams":
                listed = [place[0] for team in records for place in places(team)]
                lost += [(file, "unit", unit) for unit in listed if unit not in known["units"]]
    assert lost == []


def leads_to_a_place(cite: Item, source: Item | None) -> bool:
    """Whether a citation names a known source and a place that it can have."""
    if source is None or cite.get("basis", "stated") not in {"stated", "implied", "inferred"}:
        return False
    if "lines" in source:
        return bool(cite.get("lines")) and all(0 < line <= source["lines"] for line in cite["lines"])
    return source["kind"] != "registry" or bool(cite.get("place"))


def test_citations_lead_to_a_place_in_a_known_source() -> None:
    sources = {source["key"]: source for source in every("sources")}
    wrong = [
        (file, cite)
        for file, content in files().items()
        for cite in citations(content)
        if not leads_to_a_place(cite, sources.get(cite.get("source", content.get("source"))))
    ]
    assert wrong == []


def test_every_real_record_and_note_is_cited() -> None:
    bare = []
    for file, section, records in sections():
        # A charge states nothing: it is of an account of the demonstration.
        if file.startswith("example") or section in {"sources", "charges"}:
            continue
        for record in records:
            if section == "teams":
                bare += [(file, place[0]) for place in places(record) if not (place[1] and place[2])]
            elif not record.get("cites"):
                bare.append((file, record.get("key")))
            bare += [(file, note["text"]["en"]) for note in record.get("notes", []) if not note.get("cites")]
            bare += [(file, theme["name"]["en"]) for theme in record.get("themes", []) if not theme.get("cites")]
            bare += [(file, post["title"]["en"]) for post in record.get("posts", []) if not post.get("cites")]
    assert bare == []


def test_the_field_of_a_citation_is_one_of_its_record() -> None:
    wrong = []
    for file, _, records in sections():
        for record in records:
            known = {*record, "coordinates"}
            fields = [cite["field"] for cite in record.get("cites", []) if "field" in cite]
            wrong += [(file, record.get("key"), field) for field in fields if field not in known]
    assert wrong == []


def test_our_own_words_stand_in_english_and_japanese() -> None:
    told = ("text", "character", "criterion", "footnote", "means", "owner", "label", "rule", "note", "scope")
    missing = []
    for file, content in files().items():
        for mapping in inside(content):
            texts = [(key, mapping[key]) for key in told if isinstance(mapping.get(key), dict)]
            missing += [(file, key, value) for key, value in texts if not {"en", "ja"} <= set(value)]
    assert missing == []


def test_tokens_stand_only_in_the_made_up_university() -> None:
    pattern = re.compile(r"\{[YMD][+-]\d+\}")
    with_tokens = {
        file.split("/")[0]
        for file, content in files().items()
        if any(pattern.search(text) for _, text in strings(content))
    }
    assert with_tokens == {"example"}


def test_made_up_organisations_have_no_place_and_no_registry_number() -> None:
    invented = [record for record in every("organisations") if record.get("fictional")]
    assert len(invented) >= 12
    assert [record["key"] for record in invented if {"country", "lat", "lon", "ror"} & set(record)] == []
    addresses = [person["email"] for person in every("people") if "email" in person]
    assert addresses
    assert all(address.endswith("example.org") for address in addresses)


def test_utokyo_has_nine_and_seven_partners_and_27_institutions() -> None:
    ours = [row for row in real("partnerships") if row["key"].startswith("utokyo.")]
    tiers = Counter(row.get("tier") for row in ours)
    assert tiers == {"primary": 9, "prospective": 7, None: 1}
    listed = [member["organisation"] for row in ours if "tier" in row for member in row["members"]]
    assert len(listed) == len(set(listed)) == 27
    assert [row["order"] for row in ours if row.get("tier") == "primary"] == list(range(1, 10))
    assert [row["order"] for row in ours if row.get("tier") == "prospective"] == list(range(1, 8))
    assert Counter(row["key"].split(".")[0] for row in real("partnerships")) == {"utokyo": 17, "ucl": 2, "kul": 6}


def test_utokyo_has_105_places_on_15_teams() -> None:
    teams = real("teams")
    assert len(teams) == 15
    units = Counter(place[0] for team in teams for place in places(team))
    assert sum(units.values()) == 105
    assert units.most_common(1) == [("gs-eng", 14)]
    without = {row["key"] for row in real("partnerships") if "tier" in row} - {team["partnership"] for team in teams}
    assert without == {"utokyo.princeton"}


def test_the_explanatory_table_has_the_units_of_the_teams() -> None:
    table = {row["key"]: row for row in real("units") if row.get("table")}
    assert [row["order"] for row in table.values()] == list(range(1, 33))
    assert set(table) == {place[0] for team in real("teams") for place in places(team)}


def test_plans_and_outcomes_are_all_there() -> None:
    assert len(real("plans")) == 25
    assert len(real("outcomes")) == 29


def test_fingerprints_are_those_of_the_pages() -> None:
    sources = {source["key"]: source for source in every("sources")}
    for key, file in PAGES.items():
        text = page(file)
        assert sources[key]["fingerprint"] == hashlib.sha256(text.encode("utf-8")).hexdigest()
        assert sources[key]["lines"] == len(text.splitlines())


def test_no_text_repeats_eight_words_of_a_page() -> None:
    taken = set().union(*(runs(page(file)) for file in PAGES.values()))
    # Proper names and titles stand as written: they are cut out before the rest is compared.
    titles = {fact.get("fields", {}).get(key) for fact in facts() for key in ("name", "title")}
    proper = sorted((" ".join(words(name)) for name in titles if isinstance(name, str)), key=len, reverse=True)
    long_names = [name for name in proper if name.count(" ") > 2]
    copied = []
    for file, content in files().items():
        for path, text in strings(content):
            plain = " ".join(words(text))
            for name in long_names:
                plain = plain.replace(name, "\n")
            copied += [(file, path, " ".join(run)) for part in plain.split("\n") for run in runs(part) & taken]
    assert copied == []


def test_every_fact_is_loaded_or_waits_for_its_room() -> None:
    numbers = [fact["id"] for fact in facts()]
    later = [number for room in read(DATA / "later.yaml")["later"].values() for number in room]
    assert len(numbers) == 589
    assert [number for number, count in Counter(later).items() if count > 1] == []
    assert loaded_facts() & set(later) == set()
    assert loaded_facts() | set(later) == set(numbers)


def test_a_citation_of_a_fact_is_of_the_page_of_that_fact() -> None:
    home = {fact["id"]: fact["page"] for fact in facts()}
    wrong = [
        (file, cite)
        for file, content in files().items()
        for cite in citations(content)
        if "fact" in cite and PAGES[cite.get("source") or content["source"]] != home.get(cite["fact"])
    ]
    assert wrong == []
