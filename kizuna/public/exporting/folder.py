"""The folder of an export: it writes only its own files, whole or not at all, and knows them again the next time."""

from __future__ import annotations

import fcntl
import json
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

MANIFEST, JOURNAL, HALF = ".kizuna-export.json", ".kizuna-export.journal", ".kizuna-export.half"
OWN = {MANIFEST, JOURNAL, HALF}
FORM = 1
Manifest = dict[str, Any]


class NotDone(Exception):  # noqa: N818 - it is told to people as it stands
    """Why an export was not made, in one sentence."""


def is_safe(file: str) -> bool:
    """Whether a name leads to a file below the folder and nowhere else."""
    parts = file.split("/")
    return all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in parts)


class Folder:
    """One folder while it is written. What was written is noted first, so that a run that was killed is mended."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before: Manifest = {}
        self.ours: set[str] = set()
        self.written = self.same = self.removed = 0
        self._journal: IO[str] | None = None
        self._sound: set[str] = set()

    def __enter__(self) -> Self:
        try:
            self._begin()
        except OSError as problem:
            self.__exit__()
            raise NotDone(f"“{self.root}” cannot be written: {problem.strerror}.") from problem
        except NotDone:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_problem: object) -> None:
        if self._journal is not None:
            self._journal.close()

    def _begin(self) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise NotDone(f"“{self.root}” is a file; name a folder.")
        self.root.mkdir(parents=True, exist_ok=True)
        found = {one.name for one in self.root.iterdir()}
        foreign = sorted(found - OWN)
        if foreign and not found & {MANIFEST, JOURNAL}:
            raise NotDone(
                f"“{self.root}” holds what no export has written, such as “{foreign[0]}”; name a folder that is empty."
            )
        # Whoever holds the journal writes; a second one is sent away.
        self._journal = (self.root / JOURNAL).open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise NotDone(f"Another export is writing “{self.root}” now.") from problem
        self.before = self._read()
        self._journal.seek(0)
        noted = [line.rstrip("\n") for line in self._journal if line.endswith("\n")]
        self.ours = {file for file in (*files_of(self.before), *noted) if is_safe(file)}
        with suppress(FileNotFoundError):
            (self.root / HALF).unlink()

    def _read(self) -> Manifest:
        path = self.root / MANIFEST
        if not path.exists():
            return {}
        try:
            found = json.loads(path.read_text("utf-8"))
            if found["form"] != FORM:
                return {"files": files_of(found)}
            return {**found, "files": files_of(found)}
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise NotDone(f"“{path}” cannot be read, so nobody knows what is ours; name another folder.") from problem

    def write(self, file: str, content: bytes) -> None:
        """Puts a file down as a whole; one that is there and says the same is left alone."""
        path = self.root / file
        self._enter(file, path)
        if path.is_symlink() or path.exists():
            if file not in self.ours:
                raise NotDone(f"“{file}” lies in the folder and is of no export; move it away.")
            if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
                self.same += 1
                return
        else:
            self._note(file)
        half = self.root / HALF
        try:
            half.write_bytes(content)
            half.replace(path)
        except OSError as problem:
            raise NotDone(f"“{file}” cannot be written: {problem.strerror}.") from problem
        self.written += 1

    def _note(self, file: str) -> None:
        assert self._journal is not None  # noqa: S101 - opened on entering
        self.ours.add(file)
        self._journal.write(file + "\n")
        self._journal.flush()

    def _enter(self, file: str, path: Path) -> None:
        """The folder of a file, made where it is missing; one that leads elsewhere is not followed."""
        if not is_safe(file) or file in OWN:
            raise NotDone(f"“{file}” is no name for a file of the site.")
        above = _above(file)
        if above in self._sound:
            return
        if not self._leads_here(above):
            raise NotDone(f"“{above}” leads out of the folder; move it away.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise NotDone(f"“{above}” cannot be made: {problem.strerror}.") from problem
        self._sound.add(above)

    def _leads_here(self, above: str) -> bool:
        return (self.root / above).resolve() == self.root.resolve() / above

    def has(self, file: str) -> bool:
        """Whether a file of ours is still there."""
        return file in self.ours and (self.root / file).is_file()

    def remove(self, file: str) -> None:
        """Takes a file of ours away, and folders that are empty then."""
        above = _above(file)
        if file not in self.ours or not self._leads_here(above):
            return
        with suppress(FileNotFoundError, IsADirectoryError):
            (self.root / file).unlink()
            self.removed += 1
        while above:
            try:
                (self.root / above).rmdir()
            except OSError:
                break
            above = _above(above)

    def finish(self, told: Manifest) -> None:
        """Removes what is no more and says what the folder holds; from now on nothing is half done."""
        for file in sorted(self.ours - set(files_of(told))):
            self.remove(file)
        half = self.root / HALF
        half.write_text(json.dumps({"form": FORM, **told}, ensure_ascii=False, separators=(",", ":")), "utf-8")
        half.replace(self.root / MANIFEST)
        (self.root / JOURNAL).unlink()


def _above(file: str) -> str:
    return file.rpartition("/")[0]


def files_of(told: Manifest) -> list[str]:
    """All files that a manifest names."""
    units = [file for one in told.get("units", {}).values() for file in one["files"]]
    extras = [file for one in told.get("extras", {}).values() for file in one["files"]]
    return [*units, *extras, *told.get("assets", ()), *told.get("plain", ())]
