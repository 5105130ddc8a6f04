"""Install Kizuna beside its source: a pinned uv in .tools, a virtual environment in .venv, both locked by hash.

`python3 tools/install.py run` installs the product, `dev` the test tools as well. It needs only Python and pip, so it
also works where the venv module is missing or where the system's Python refuses packages. It may be stopped at any
moment: what counts as installed is written last, and anything half made is made again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / "kizuna-installed.json"
UV = TOOLS / "uv"
NEEDED_PYTHON = (3, 11)
INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_NO_INDEX", "UV_OFFLINE")


def digest(*names: str) -> str:
    """Fingerprint of what an installation depends on; of pyproject.toml only the part above the tools' settings."""
    found = hashlib.sha256()
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8")
        found.update(text.split("\n[tool.", 1)[0].encode())
    return found.hexdigest()


def wanted(what: str) -> dict[str, str]:
    """What the stamp says after a finished installation of `what` ("run" or "dev")."""
    stamp = {
        "place": str(ROOT),
        "python": f"{sys.base_prefix} {sys.version.split()[0]}",
        "run": digest("requirements/uv.txt", "requirements/run.txt", "pyproject.toml"),
    }
    if what == "dev":
        stamp["dev"] = digest("requirements/dev.txt")
    return stamp


def installed() -> dict[str, str]:
    """What the stamp says now; nothing when an installation never finished or its Python is gone."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if (VENV / "bin" / "python").exists() else {}


def covers(stamp: dict[str, str], want: dict[str, str]) -> bool:
    """Whether an installation holds all that is wanted; one with the test tools also serves the product."""
    return all(stamp.get(key) == value for key, value in want.items())


def registry_settings(pip_config: str) -> dict[str, str]:
    """The registry and certificate this machine's pip is told to use, in uv's words; uv does not read pip's files."""
    rank = {"global": 0, "install": 1, ":env:": 2}
    found: dict[str, tuple[int, str]] = {}
    for line in pip_config.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.strip().rpartition(".")
        if section in rank and value and rank[section] >= found.get(name, (0, ""))[0]:
            found[name] = (rank[section], " ".join(shlex.split(value)))
    words = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}
    return {variable: found[name][1] for name, variable in words.items() if name in found}


def environment() -> dict[str, str]:
    """The environment uv runs in: ours, plus pip's registry where uv has been told none."""
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    # Copying is the one way that works, without a warning, when the cache is on another disk.
    env.setdefault("UV_LINK_MODE", "copy")
    env.pop("VIRTUAL_ENV", None)
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    for variable, value in registry_settings(asked.stdout).items():
        told = any(os.environ.get(name) for name in INDEX_VARIABLES) if variable == "UV_DEFAULT_INDEX" else False
        if not told:
            env.setdefault(variable, value)
    return env


class Steps:
    """Says what is being done, does it, and says how long it takes; on a terminal the seconds are counted aloud."""

    def __init__(self, lock: int) -> None:
        self.lock = lock
        self.started = time.monotonic()

    def run(self, saying: str, command: list[str], env: dict[str, str]) -> None:
        began = time.monotonic()
        if not sys.stdout.isatty():
            print(f"  {saying:<52}", end="", flush=True)
        # A child that outlives us keeps the lock, so that a second start waits for it.
        with subprocess.Popen(command, cwd=str(ROOT), env=env, pass_fds=(self.lock,)) as child:
            try:
                while child.poll() is None:
                    self.tell(saying, began, "")
                    with suppress(subprocess.TimeoutExpired):
                        child.wait(timeout=0.2)
            except BaseException:
                child.kill()
                raise
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
        self.tell(saying, began, "\n")

    def tell(self, saying: str, began: float, end: str) -> None:
        seconds = f"{time.monotonic() - began:6.1f} s"
        if sys.stdout.isatty():
            print(f"\r  {saying:<52}{seconds}", end=end, flush=True)
        elif end:
            print(seconds, end=end, flush=True)


def fetch_uv(steps: Steps) -> None:
    """Put the pinned uv into .tools; the folder gets its name only when it is complete."""
    stamp = UV / "pinned"
    pinned = digest("requirements/uv.txt")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == pinned:
        return
    partial = TOOLS / "uv.partial"
    shutil.rmtree(str(partial), ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    command += ["--root-user-action=ignore", "--no-warn-script-location", "--no-input", "--only-binary=:all:"]
    command += ["--no-deps", "--require-hashes", "--target", str(partial), "-r", "requirements/uv.txt"]
    # Either of these would clash with --target.
    env = dict(os.environ, PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0")
    steps.run("the installer (uv, about 20 MB)", command, env)
    (partial / "pinned").write_text(pinned, encoding="utf-8")
    shutil.rmtree(str(UV), ignore_errors=True)
    partial.rename(UV)


def build(what: str, steps: Steps) -> None:
    """Bring .venv to what is wanted, from nothing unless the product's part is already in order."""
    want = wanted(what)
    fresh = not covers(installed(), wanted("run"))
    with suppress(FileNotFoundError):
        STAMP.unlink()
    fetch_uv(steps)
    env = environment()
    uv = str(UV / "bin" / "uv")
    into = [uv, "pip", "install", "--quiet", "--python", str(VENV / "bin" / "python")]
    locked = [*into, "--only-binary=:all:", "--require-hashes", "--no-deps", "-r"]
    if fresh:
        make = [uv, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(VENV)]
        steps.run("a virtual environment", make, env)
        steps.run("the packages Kizuna runs on (about 95 MB)", [*locked, "requirements/run.txt"], env)
    if what == "dev":
        steps.run("the test tools (about 110 MB)", [*locked, "requirements/dev.txt"], env)
    if fresh:
        itself = [*into, "--offline", "--no-deps", "--no-build-isolation", "--editable", "."]
        steps.run("Kizuna itself", itself, env)
    partial = STAMP.with_suffix(".partial")
    partial.write_text(json.dumps(want), encoding="utf-8")
    partial.replace(STAMP)


def stale_messages() -> bool:
    """Whether a message catalogue was never compiled or has changed since."""
    for source in ROOT.glob("kizuna/locale/*/LC_MESSAGES/*.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            return True
    return False


def main(what: str) -> int:
    if sys.version_info < NEEDED_PYTHON:
        print(f"Kizuna needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
        print("Name another one with: make PYTHON=python3.12 run")
        return 1
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another installation is at work here; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        steps = Steps(lock.fileno())
        if not covers(installed(), wanted(what)):
            print(f"Installing into {VENV}", flush=True)
            build(what, steps)
            print("  {:<52}{:6.1f} s".format("installed", time.monotonic() - steps.started), flush=True)
        if stale_messages():
            compiling = [str(VENV / "bin" / "python"), "tools/messages.py", "compile"]
            subprocess.run(compiling, cwd=str(ROOT), check=True, pass_fds=(steps.lock,))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        sys.exit(130)
    except subprocess.CalledProcessError as failed:
        print("\nThis step failed: {}".format(" ".join(shlex.quote(str(part)) for part in failed.cmd)), file=sys.stderr)
        print("When the reason above is dealt with, the same command goes on from here.", file=sys.stderr)
        sys.exit(1)
