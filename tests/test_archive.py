"""A backup holds everything, is refused when anything about it is wrong, and gives back what it was made of."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from pytest_django import Settings

from kizuna.config.cli import main
from kizuna.core import actions, archive, checking, restoring, terminal
from kizuna.core.models import Home, Source
from kizuna.directory.models import Organisation
from tests.cast import operator_account, put, words

Members = dict[str, bytes]
# A command that looks for its operator makes one where there is none.
ACCOUNTS = "tables/core.account.jsonl"
TEXT = b"Line one\nLine two\n"


def quiet(_what: str, _done: int) -> None:
    """Says nothing."""


def members(path: Path) -> Members:
    """Everything in an archive but its manifest."""
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist() if name != archive.MANIFEST}


def manifest_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as found:
        told: dict[str, Any] = json.loads(found.read(archive.MANIFEST))
    return told


def remake(path: Path, contents: Members, manifest: dict[str, Any]) -> Path:
    """The archive anew, sealed, as somebody would make it who knows the format."""
    made = path.with_name("remade.zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in contents.items():
            out.writestr(name, content)
        out.writestr(archive.MANIFEST, json.dumps(manifest))
        out.comment = b"0" * archive.SEAL
    archive.seal(made)
    return made


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    """A data folder for one test, with the files that were kept before: those of the demonstration."""
    before = Path(settings.DATA) / "files"
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    if before.is_dir():
        shutil.copytree(before, settings.DATA / "files")
    return tmp_path


@pytest.fixture
def made(data: Path, page: Source, alliance: object) -> Path:
    """A backup of a small installation with one attached text."""
    actions.attach(page, name="page.txt", content=TEXT, by=operator_account())
    path = data / "made.zip"
    archive.backup(path, quiet)
    return path


def restored(path: Path) -> int:
    return restoring.restore(restoring.Archive(path), replace=True, tell=quiet)


def test_every_table_is_in_a_backup_or_left_out_for_a_reason() -> None:
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    ours = {model._meta.label_lower for model in apps.get_models() if model.__module__.startswith("kizuna.")}
    assert set(archive.LEFT_OUT) <= known
    assert set(archive.tables()) == known - set(archive.LEFT_OUT)
    assert ours - set(archive.tables()) == {"core.answer", "core.beat"}


def test_all_is_well_with_what_the_demonstration_makes(demonstration: date, data: Path) -> None:
    assert [one for one in checking.everything() if one.problems and one.name != "settings"] == []


def test_backup_wipe_and_restore_give_an_equal_backup(demonstration: date, data: Path) -> None:
    archive.backup(data / "a.zip", quiet)
    Organisation.objects.update(country="XX")
    rows = restored(data / "a.zip")
    archive.backup(data / "b.zip", quiet)
    before, after = manifest_of(data / "a.zip"), manifest_of(data / "b.zip")
    assert rows > 2000
    assert members(data / "a.zip") == members(data / "b.zip")
    assert {**before, "made_at": ""} == {**after, "made_at": ""}


def kizuna(folder: Path, *command: str) -> str:
    """A command in an installation of its own, on SQLite."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KIZUNA_")}
    own |= {"KIZUNA_DATA": str(folder), "KIZUNA_SECRET_KEY": "k" * 60, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", "kizuna.config.cli", *command], env=own, cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_backup_goes_through_another_database_and_back(demonstration: date, data: Path) -> None:
    """From the database of the tests, be it SQLite or PostgreSQL, into an empty SQLite of another process, and back."""
    other = data / "other"
    other.mkdir()
    archive.backup(data / "a.zip", quiet)
    told = kizuna(other, "restore", str(data / "a.zip"))
    kizuna(other, "backup", str(data / "b.zip"))
    restored(data / "b.zip")
    archive.backup(data / "c.zip", quiet)
    assert told.startswith("Restored: ")
    assert members(data / "a.zip") == members(data / "b.zip") == members(data / "c.zip")


def test_files_come_back_with_their_rows(made: Path, page: Source) -> None:
    page.refresh_from_db()
    assert page.text is not None
    place = actions.place_of(page.text.sha256)
    place.write_bytes(b"damaged")
    restored(made)
    assert place.read_bytes() == TEXT


def test_a_number_once_given_is_not_given_again(data: Path, ours: Home) -> None:
    """Else undoing a removal would meet a stranger."""
    gone = put(Organisation(slug="gone", name=words("Gone")))
    number = gone.pk
    gone.delete()
    archive.backup(data / "a.zip", quiet)
    restored(data / "a.zip")
    assert put(Organisation(slug="new", name=words("New"))).pk > number


def test_only_its_owner_reads_it_and_nothing_half_written_stays(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert sorted(path.name for path in made.parent.iterdir()) == ["data", "made.zip"]


def test_a_backup_overwrites_nothing(made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(archive.NotDone, match="exists already"):
        archive.backup(made, quiet)
    assert made.read_bytes() == before


def test_a_backup_that_fails_leaves_nothing(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "rows_of", lambda _model: (_ for _ in ()).throw(OSError("no space")))
    with pytest.raises(OSError, match="no space"):
        archive.backup(made.parent / "second.zip", quiet)
    assert sorted(path.name for path in made.parent.iterdir()) == ["data", "made.zip"]


def test_a_missing_file_is_told_and_the_rest_is_kept(data: Path, made: Path, page: Source) -> None:
    page.refresh_from_db()
    assert page.text is not None
    actions.place_of(page.text.sha256).unlink()
    result = run("backup", str(data / "b.zip"))
    assert (result.exit_code, page.text.sha256 in result.output) == (1, True)
    assert manifest_of(data / "b.zip")["missing"] == [page.text.sha256]
    restored(data / "b.zip")


# Whatever is wrong is found before anything is touched.


def run(*command: str) -> Result:
    return CliRunner().invoke(main, list(command))


def refused(path: Path) -> str:
    """What the command says to an archive; the database must be as it was."""

    def rows() -> list[Any]:
        return [list(model._default_manager.order_by("pk").values()) for model in archive.tables().values()]

    terminal.operator()
    before = rows()
    result = run("restore", str(path), "--replace", "--yes")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert rows() == before
    assert run("check", "--backup", str(path)).exit_code == 1
    return result.output


def test_one_changed_byte_anywhere_is_found(made: Path) -> None:
    whole = made.read_bytes()
    broken = made.with_name("broken.zip")
    positions = {*range(0, len(whole), max(1, len(whole) // 200)), *range(len(whole) - 100, len(whole))}
    passed = []
    for position in sorted(positions):
        broken.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        try:
            restoring.Archive(broken).verify(quiet)
        except archive.NotDone:
            continue
        passed.append(position)
    assert passed == []


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.9, 0.999])
def test_a_cut_off_archive_is_refused(made: Path, part: float) -> None:
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * part)])
    assert "cut off" in refused(made)


def test_what_is_no_backup_is_refused(made: Path) -> None:
    other = made.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as out:
        out.writestr("hello.txt", "hello")
    assert "no backup of Kizuna" in refused(other)
    other.write_text("text")
    assert "no backup of Kizuna" in refused(other)
    assert "cannot be read" in refused(made.with_name("nowhere.zip"))
    made.write_bytes(made.read_bytes() + b"more")
    assert "changed on its way" in refused(made)


def _without_table(contents: Members, manifest: dict[str, Any]) -> None:
    del contents["tables/core.home.jsonl"]


def _without_table_anywhere(contents: Members, manifest: dict[str, Any]) -> None:
    del contents["tables/core.home.jsonl"], manifest["members"]["tables/core.home.jsonl"]


def _with_a_path(contents: Members, manifest: dict[str, Any]) -> None:
    contents["files/../../../tmp/evil"] = b"x"


def _with_a_path_stated(contents: Members, manifest: dict[str, Any]) -> None:
    contents["files/../../../tmp/evil"] = b"x"
    manifest["members"]["files/../../../tmp/evil"] = {"size": 1, "sha256": "0" * 64}


def _other_content(contents: Members, manifest: dict[str, Any]) -> None:
    name = "tables/core.home.jsonl"
    contents[name] = contents[name].replace(b"JPY", b"EUR")


def _larger(contents: Members, manifest: dict[str, Any]) -> None:
    contents["tables/core.home.jsonl"] += b"\n" * 50_000_000


def _fewer_rows(contents: Members, manifest: dict[str, Any]) -> None:
    manifest["tables"]["core.home"]["rows"] += 1


def _other_file(contents: Members, manifest: dict[str, Any]) -> None:
    name = next(name for name in contents if name.startswith("files/"))
    contents[name] = b"other"
    manifest["members"][name] = {"size": 5, "sha256": "0" * 64}


def _without_files(contents: Members, manifest: dict[str, Any]) -> None:
    name = next(name for name in contents if name.startswith("files/"))
    del contents[name], manifest["members"][name]


def _other_format(contents: Members, manifest: dict[str, Any]) -> None:
    manifest["format"] = "kizuna-backup/9"


def _other_release(contents: Members, manifest: dict[str, Any]) -> None:
    manifest["migrations"]["core"].append("0999_from_the_future")


def _no_tables(contents: Members, manifest: dict[str, Any]) -> None:
    manifest["tables"] = []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without_table, "members are not those of its manifest"),
        (_without_table_anywhere, "what no backup holds"),
        (_with_a_path, "members are not those of its manifest"),
        (_with_a_path_stated, "what no backup holds"),
        (_other_content, "not what it was"),
        (_larger, "not the size stated"),
        (_fewer_rows, "not as many rows"),
        (_other_file, "not what it was"),
        (_without_files, "its files are not those of its records"),
        (_other_format, "this release reads"),
        (_other_release, "restore it with that release"),
        (_no_tables, "manifest is not whole"),
    ],
)
def test_an_archive_made_by_other_hands_is_refused(
    made: Path, change: Callable[[Members, dict[str, Any]], None], told: str
) -> None:
    contents, manifest = members(made), manifest_of(made)
    change(contents, manifest)
    assert told in refused(remake(made, contents, manifest))


def test_rows_that_contradict_each_other_leave_everything_as_it_was(made: Path) -> None:
    """Hashes and counts are right, but a membership names an account that is not there."""
    contents, manifest = members(made), manifest_of(made)
    name = "tables/core.file.jsonl"
    row = {**json.loads(contents[name]), "home_id": 4711}
    contents[name] = json.dumps(row).encode() + b"\n"
    manifest["members"][name] = {
        "size": len(contents[name]),
        "sha256": hashlib.sha256(contents[name]).hexdigest(),
    }
    before = members(made)
    result = run("restore", str(remake(made, contents, manifest)), "--replace", "--yes")
    assert (result.exit_code, "do not fit together" in result.output) == (1, True)
    archive.backup(made.with_name("after.zip"), quiet)
    assert {**members(made.with_name("after.zip")), ACCOUNTS: b""} == {**before, ACCOUNTS: b""}


def test_a_database_in_use_is_replaced_only_when_asked(made: Path) -> None:
    result = run("restore", str(made))
    assert (result.exit_code, "--replace" in result.output) == (1, True)
    stopped = CliRunner().invoke(main, ["restore", str(made), "--replace"], input="n\n")
    assert (stopped.exit_code, "Aborted" in stopped.output) == (1, True)


def test_an_account_of_a_person_replaces_nothing(made: Path, office: object) -> None:
    result = run("--as", "office@kizuna.example", "restore", str(made), "--replace", "--yes")
    assert (result.exit_code, "only the operator" in result.output) == (1, True)
