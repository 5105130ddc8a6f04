"""The command kizuna: runs the server and mounts every room's commands."""

from __future__ import annotations

import os
import socket

import click
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kizuna.config import start  # noqa: F401 - starts Django, which the imports below need
from kizuna.core.cli import accounts, check, homes, sources, tokens
from kizuna.core.models import Home
from kizuna.core.terminal import Commands
from kizuna.desk.cli import demo, export
from kizuna.desk.demo.load import load
from kizuna.desk.historycli import history
from kizuna.desk.newhome import add_home
from kizuna.directory.cli import charge, directory
from kizuna.partners.cli import partners
from kizuna.partners.contributioncli import contributions
from kizuna.partners.movecli import phases


def _port() -> int:
    text = os.environ.get("KIZUNA_PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise click.ClickException(f"KIZUNA_PORT is “{text}”; it must be a number from 1 to 65535.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise click.ClickException(
                f"Port {port} is taken or not allowed. Choose another: KIZUNA_PORT=8001 make run"
            ) from problem
    return port


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


@click.command()
def run() -> None:
    """Prepare the database, load the demonstration if it is empty, and serve it on this machine."""
    port = _port()
    click.echo("Preparing the database …")
    _migrate()
    if not Home.objects.exists():
        click.echo(f"{load(click.echo)} records loaded.")
    click.echo(f"\nKizuna is at http://127.0.0.1:{port}/   (Ctrl-C stops it)\n")
    _serve(port)


@click.command()
def serve() -> None:
    """Serve an installation on this machine, behind a web server of your own."""
    _serve(_port())


def _serve(port: int) -> None:
    server = Granian(
        "kizuna.config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
        websockets=False,
    )
    server.serve()


@click.command()
def migrate() -> None:
    """Bring the database to the form that this release needs."""
    _migrate()
    click.echo("The database is up to date.")


homes.add_command(add_home)
accounts.add_command(charge)
main = Commands(
    "kizuna",
    help="Run and publish strategic partnerships.",
    params=[click.Option(["--as", "account"], metavar="ACCOUNT", help="Act as this account (e-mail or UUID), with its "
                         "rights; without it, as the recorded operator, who sees nothing sealed.")],
)  # fmt: skip
for command in (
    run,
    serve,
    migrate,
    homes,
    check,
    sources,
    accounts,
    tokens,
    directory,
    partners,
    phases,
    contributions,
    history,
    demo,
    export,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
