"""The command kizuna: runs the server and mounts every room's commands."""

from __future__ import annotations

import os

import click
from django.core.management import call_command

# This starts Django, which everything below needs.
from kizuna.config import start, webserver  # noqa: F401

# isort: split
from kizuna.activities.cli import activities
from kizuna.agreements.cli import agreements
from kizuna.alumni.cli import alumni
from kizuna.calls.cli import calls
from kizuna.config import sitecheck
from kizuna.core.cli import accounts, figures, homes, sources, tokens
from kizuna.core.models import Home
from kizuna.core.operate import backup, check, restore, work
from kizuna.core.tasks import weigh
from kizuna.core.terminal import Commands
from kizuna.desk.annualcli import report
from kizuna.desk.briefing.cli import briefing
from kizuna.desk.cli import demo, export
from kizuna.desk.demo.load import load
from kizuna.desk.dutycli import duties
from kizuna.desk.historycli import history
from kizuna.desk.newhome import add_home
from kizuna.desk.reportcli import reports
from kizuna.desk.sitecli import public
from kizuna.desk.timelinecli import timeline
from kizuna.desk.todaycli import desk
from kizuna.directory.cli import charge, directory
from kizuna.mobility.cli import mobility
from kizuna.partners.cli import partners
from kizuna.partners.contributioncli import contributions
from kizuna.partners.movecli import phases
from kizuna.projects.cli import projects
from kizuna.public import exportcli
from kizuna.visits.cli import visits


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    weigh()


@click.command()
def run() -> None:
    """Prepare the database, load the demonstration if it is empty, and serve it on this machine."""
    port = webserver.free_port("127.0.0.1")
    click.echo("Preparing the database …")
    _migrate()
    if not Home.objects.exists():
        click.echo(f"{load(click.echo)} records loaded.")
    click.echo(f"\nKizuna is at http://127.0.0.1:{port}/   (Ctrl-C stops it)\n")
    webserver.serve("127.0.0.1", port, processes=1)


@click.command()
@click.option(
    "--no-worker", is_flag=True, help="Start no worker for the background: something else runs “kizuna work”."
)
def serve(no_worker: bool) -> None:
    """Serve an installation, behind a web server of your own, with one worker for the background."""
    address = os.environ.get("KIZUNA_ADDRESS", "127.0.0.1")
    port = webserver.free_port(address)
    webserver.serve(address, port, processes=webserver.number("KIZUNA_WORKERS", 1, 32), worker=not no_worker)


@click.command()
def migrate() -> None:
    """Bring the database to the form that this release needs."""
    _migrate()
    click.echo("The database is up to date.")


homes.add_command(add_home)
accounts.add_command(charge)
partners.add_command(timeline)
public.add_command(exportcli.export)
public.add_command(sitecheck.check)
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
    backup,
    restore,
    work,
    sources,
    figures,
    accounts,
    tokens,
    directory,
    partners,
    agreements,
    projects,
    activities,
    visits,
    calls,
    phases,
    contributions,
    mobility,
    alumni,
    report,
    reports,
    briefing,
    history,
    desk,
    duties,
    public,
    demo,
    export,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
