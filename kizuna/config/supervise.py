"""Keeps one worker beside the server: starts another when it dies, and stops it with the server."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time

log = logging.getLogger("kizuna.work")

FIRST, LONGEST = 1.0, 60.0
STEADY = 60.0
PATIENCE = 15.0


class Supervisor:
    """A thread that always has one worker running."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.command = command or [sys.executable, "-m", "kizuna.config.cli", "work", "--supervised"]
        self.child: subprocess.Popen[bytes] | None = None
        self.stopped = threading.Event()
        self.starting = threading.Lock()
        self.thread = threading.Thread(target=self._keep, name="worker", daemon=True)

    def start(self) -> None:
        """Starts the first worker."""
        self.thread.start()

    def stop(self) -> None:
        """Lets the worker end its task; ends it by force when it does not."""
        with self.starting:
            self.stopped.set()
            child = self.child
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
        self.thread.join(PATIENCE)

    def _keep(self) -> None:
        pause = FIRST
        while True:
            with self.starting:
                if self.stopped.is_set():
                    return
                # Its own input is closed; its output goes where that of the server goes.
                self.child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)
            begun = time.monotonic()
            status = self.child.wait()
            if self.stopped.is_set():
                return
            pause = FIRST if time.monotonic() - begun > STEADY else min(pause * 2, LONGEST)
            log.error("The worker ended with status %s; another one starts in %.0f s", status, pause)
            self.stopped.wait(pause)
