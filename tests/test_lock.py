"""What is installed is locked whole: by hash, without an address, under licences that suit an Apache-2.0 product."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
ASKED = {
    "uv.txt": GROUPS["installer"],
    "run.txt": [*PROJECT["project"]["dependencies"], *GROUPS["build"], *PROJECT["build-system"]["requires"]],
    "dev.txt": [*PROJECT["project"]["dependencies"], *GROUPS["build"], *GROUPS["dev"]],
}
PERMISSIVE = (
    "0BSD", "Apache", "BSD", "CC0", "ISC", "MIT", "OFL", "PSF", "Python Software Foundation", "Unlicense", "Zlib",
)  # fmt: skip
# Copyleft that stays with its own files, or with a library that is only linked to.
LIMITED = ("LGPL", "Lesser General Public", "MPL", "Mozilla Public")
# These say nothing in their metadata; their licence files were read.
READ_BY_US = {"axe-playwright-python": "MIT"}


def pinned(name: str) -> dict[str, Requirement]:
    """The locked packages of one file, by name."""
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line.split(" --hash")[0].strip() for line in text.splitlines() if line and line[0] not in "# "]
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def version(requirement: Requirement) -> str:
    (only,) = requirement.specifier
    assert only.operator == "=="
    return only.version


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_names_no_address_host_or_folder(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert re.findall(r"\w+://|^\s*-(?!-hash)\S+|(?:^|\s)[/~]\S+|\b(?:www|pypi)\.\S+", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", ASKED)
def test_every_locked_package_carries_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and line[0] not in "# "]
    whole = re.compile(r"[A-Za-z0-9._\-\[\],]+==\S+( ;.*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line for line in lines if not whole.fullmatch(line)] == []


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_holds_what_pyproject_asks_for(name: str) -> None:
    locked = pinned(name)
    wanting = []
    for text in ASKED[name]:
        asked = Requirement(text)
        found = locked.get(canonicalize_name(asked.name))
        if found is None or not asked.specifier.contains(version(found)):
            wanting.append(text)
    assert wanting == [], "run `make lock`"


def test_the_test_tools_are_locked_beside_the_same_product() -> None:
    run, dev = pinned("run.txt"), pinned("dev.txt")
    assert {name: dev[name].specifier for name in run} == {name: found.specifier for name, found in run.items()}


def test_everything_locked_is_needed_and_everything_needed_is_locked() -> None:
    """The lock is closed under what the installed packages themselves require, and holds nothing else."""
    for name in ("run.txt", "dev.txt"):
        locked = pinned(name)
        reached: set[str] = set()
        waiting = [Requirement(text) for text in ASKED[name]]
        while waiting:
            wanted = waiting.pop()
            package = canonicalize_name(wanted.name)
            extras = {"", *wanted.extras}
            if package in reached and not wanted.extras:
                continue
            reached.add(package)
            for text in installed(package).requires or []:
                further = Requirement(text)
                if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                    waiting.append(further)
        here = {package for package, found in locked.items() if found.marker is None or found.marker.evaluate()}
        assert reached == here, name


def installed(package: str) -> Distribution:
    try:
        return distribution(package)
    except PackageNotFoundError:
        pytest.fail(f"{package} is needed but not locked: run `make lock`")


def licence(package: str) -> str:
    """What a package says of its licence, wherever it says so."""
    metadata = installed(package).metadata

    def every(field: str) -> list[str]:
        return [str(value) for value in metadata.get_all(field) or []]

    classifiers = [line.split(" :: ")[-1] for line in every("Classifier") if line.startswith("License ::")]
    first_lines = [text.split("\n")[0] for text in every("License")]
    said = "; ".join(every("License-Expression") or classifiers or first_lines)
    return said or READ_BY_US.get(package, "says nothing")


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_licence_is_permissive_or_limited_to_the_library(name: str) -> None:
    here = [package for package, found in pinned(name).items() if found.marker is None or found.marker.evaluate()]
    said = {package: licence(package) for package in here}
    refused = {
        package: text
        for package, text in said.items()
        for part in re.split(r" AND |; ", text)
        if not any(word in part for word in (*PERMISSIVE, *LIMITED)) or re.search(r"\bA?GPL|Affero", part)
    }
    assert refused == {}
