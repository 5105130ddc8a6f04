"""Starts the web server, with the number of processes and threads that the environment asks for, and its worker."""

from __future__ import annotations

import os
import socket
import tempfile

import click
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kizuna.config.hall import HANDS, PLACES
from kizuna.config.metrics import SHARED
from kizuna.config.supervise import Supervisor


def number(name: str, default: int, most: int) -> int:
    """A whole number from the environment; a clear refusal for anything else."""
    text = os.environ.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= most:
        raise click.ClickException(f"{name} is “{text}”; it must be a number from 1 to {most}.")
    return int(text)


def free_port(address: str) -> int:
    """The port to listen on; a clear refusal when it is taken."""
    port = number("KIZUNA_PORT", 8000, 65535)
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    except OSError as problem:
        raise click.ClickException(f"KIZUNA_ADDRESS is “{address}”, which is no address of this machine.") from problem
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as problem:
            raise click.ClickException(
                f"Port {port} is taken or not allowed. Choose another: KIZUNA_PORT=8001 make run"
            ) from problem
    return port


def serve(address: str, port: int, *, processes: int, worker: bool = True) -> None:
    """Serves until it is told to stop; the worker lives and ends with the server."""
    # Looked at here, where a refusal is read; the processes take it from the environment.
    os.environ["KIZUNA_THREADS"] = str(number("KIZUNA_THREADS", HANDS, 64))
    with tempfile.TemporaryDirectory(prefix="kizuna-figures-") as shared:
        if processes > 1:
            # Each process counts for itself; /metrics/ adds them up out of this folder.
            os.environ[SHARED] = shared
        server = Granian(
            "kizuna.config.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            # Each request that waits holds one of these, at little cost; how many are served is KIZUNA_THREADS.
            blocking_threads=PLACES,
            backpressure=PLACES,
            respawn_failed_workers=True,
            workers_kill_timeout=15,
            log_level=LogLevels.warning,
            log_dictconfig={
                **settings.LOGGING,
                "filters": {**settings.LOGGING["filters"], "known": {"()": "kizuna.config.logs.Known"}},
                "loggers": {**settings.LOGGING["loggers"], "_granian": {"filters": ["known"]}},
            },
            websockets=False,
        )
        supervisor = Supervisor()
        if worker:
            supervisor.start()
        try:
            server.serve()
        finally:
            if worker:
                supervisor.stop()
