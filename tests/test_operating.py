"""What keeps an installation: the check, the worker and its tasks, health, figures."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from kizuna.config.cli import main
from kizuna.config.settings import _mail_security as mail_security
from kizuna.config.supervise import Supervisor
from kizuna.core import actions, checking, tasks, work
from kizuna.core.models import Account, Answer, Beat, Home, Source, Token
from kizuna.directory.models import Organisation
from tests.cast import make_organisation, operator_account
from tests.programs import key_for

SECRET = "correct horse battery staple, and fifty characters more of it"


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    """A data folder for one test, and settings as an installation has them."""
    settings.DATA = tmp_path
    settings.SECRET_KEY = SECRET
    return tmp_path


def problems() -> dict[str, list[str]]:
    return {one.name: one.problems for one in checking.everything() if one.problems}


# kizuna check


def test_a_record_that_differs_from_its_history_is_named(data: Path, eth: Organisation) -> None:
    Organisation.objects.filter(pk=eth.pk).update(version=7)
    told = f"directory.organisation {eth.uuid} has version 7, which is not that of its newest change."
    assert problems() == {"histories": [told]}


def test_the_check_of_histories_asks_as_often_for_many_as_for_few(data: Path, eth: Organisation) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            checking.histories()
        return len(asked)

    few = queries()
    for number in range(3):
        make_organisation(f"one-{number}", f"One {number}")
    assert queries() == few == len(checking.kinds())


def test_an_alias_of_an_alias_is_named(data: Path, db: None) -> None:
    first, second, third = (make_organisation(slug, slug) for slug in ("first", "second", "third"))
    Organisation.objects.filter(pk=first.pk).update(alias_of=second)
    assert problems() == {}
    Organisation.objects.filter(pk=second.pk).update(alias_of=third)
    assert problems() == {"aliases": [f"directory.organisation {first.uuid} is the alias of an alias."]}


def test_files_are_compared_with_their_names(data: Path, page: Source) -> None:
    file = actions.attach(page, name="page.txt", content=b"text", by=operator_account())
    place = actions.place_of(file.sha256)
    (place.parent / "stray").write_text("left behind")
    found = checking.files()
    assert found.problems == []
    assert found.remarks == [f"The file files/{file.sha256[:2]}/stray belongs to no record."]
    place.write_bytes(b"other")
    assert checking.files().problems == [f"The file {file.sha256} has another content than its name says."]
    place.unlink()
    assert checking.files().problems == [f"The file {file.sha256} is missing in the data folder."]


def test_open_settings_are_named(data: Path, settings: Settings) -> None:
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = True, "short", ["*"]
    assert [line.split()[0] for line in checking.closed().problems] == [
        "KIZUNA_DEBUG", "KIZUNA_SECRET_KEY", "KIZUNA_HOSTS",
    ]  # fmt: skip


def test_a_worker_that_has_gone_is_named(data: Path, db: None) -> None:
    Beat.objects.create(worker="one", seen_at=timezone.now() - timedelta(hours=1))
    assert list(problems()) == ["worker"]
    Beat.objects.create(worker="two", seen_at=timezone.now())
    assert problems() == {}


def test_the_command_fails_when_anything_is_wrong(data: Path, eth: Organisation) -> None:
    well = CliRunner().invoke(main, ["check"])
    assert (well.exit_code, well.stdout.splitlines()[-1]) == (0, "All is well.")
    Organisation.objects.filter(pk=eth.pk).update(version=7)
    result = CliRunner().invoke(main, ["check", "--json"])
    told = json.loads(result.stdout)
    assert (result.exit_code, told["problems"]) == (1, 1)
    assert [one["name"] for one in told["checks"]] == [
        "database", "migrations", "histories", "aliases", "retention", "files", "settings", "worker", "disk",
        "agreements", "activities", "mobility", "visits", "calls",
    ]  # fmt: skip


@pytest.mark.parametrize(("word", "told"), [("", (False, False)), ("STARTTLS", (True, False)), ("tls", (False, True))])
def test_the_line_to_the_mail_server_is_closed_as_the_setting_says(
    monkeypatch: pytest.MonkeyPatch, word: str, told: tuple[bool, bool]
) -> None:
    monkeypatch.setenv("KIZUNA_SMTP_SECURITY", word)
    assert mail_security() == told
    monkeypatch.setenv("KIZUNA_SMTP_SECURITY", "ssl")
    with pytest.raises(ImproperlyConfigured, match="starttls, tls or nothing"):
        mail_security()


# The worker


@pytest.fixture
def staying(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker keeps the connection of the test, whose transaction would end with it."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def test_what_is_due_is_planned_once_however_many_workers_there_are(db: None) -> None:
    assert (work.plan(), work.plan()) == (["tidy", "publish", "seek", "duties"], [])
    Beat.objects.update(seen_at=timezone.now() - timedelta(days=1, minutes=1))
    assert (work.plan(), work.plan()) == (["tidy", "publish", "seek", "duties"], [])
    assert work.waiting() == {"waiting": 8, "running": 0, "failed": 0}


def test_a_worker_shows_itself_and_does_what_waits(data: Path, db: None, staying: None) -> None:
    worker = work.Working()
    worker.round()
    assert (work.lives(), work.waiting()) == (True, {"waiting": 0, "running": 0, "failed": 0})
    assert DBTaskResult.objects.successful().count() == len(work.REGULAR)


def test_the_task_of_a_worker_that_died_is_taken_up(data: Path, db: None, staying: None) -> None:
    work.plan()
    row = DBTaskResult.objects.earliest("enqueued_at")
    Beat.objects.create(worker="dying", seen_at=timezone.now())
    row.claim("dying")
    assert work.take_up() == 0
    Beat.objects.filter(worker="dying").update(seen_at=timezone.now() - timedelta(minutes=2))
    assert work.take_up() == 1
    work.Working().round()
    row.refresh_from_db()
    assert row.status == "SUCCESSFUL"


def test_what_has_had_its_time_is_taken_away_and_nothing_else(data: Path, office: Account, settings: Settings) -> None:
    now = timezone.now()
    for key, age in (("old", 25), ("new", 23)):
        Answer.objects.create(account=office, key=key, fingerprint="")
        Answer.objects.filter(key=key).update(made_at=now - timedelta(hours=age))
    for days in (91, 89):
        key_for(office)
        Token.objects.filter(pk=Token.objects.order_by("pk").last().pk).update(  # type: ignore[union-attr]
            expires_at=now - timedelta(days=days)
        )
    for key, hours in (("gone", -1), ("running", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    folder = data / "files" / "ab"
    folder.mkdir(parents=True)
    long_ago = time.time() - 2 * 86400
    for name in ("tmphalf", "ab" * 32):
        (folder / name).write_text("x")
        os.utime(folder / name, (long_ago, long_ago))
    (folder / "tmpnow").write_text("x")
    assert tasks.tidy.call() == {"answers": 1, "keys": 1, "sessions": 1, "tasks": 0, "workers": 0, "files": 1}
    assert sorted(path.name for path in folder.iterdir()) == ["ab" * 32, "tmpnow"]
    assert list(Answer.objects.values_list("key", flat=True)) == ["new"]
    assert set(tasks.tidy.call().values()) == {0}


def wait_for(true: Callable[[], Any]) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_a_worker_that_dies_is_followed_by_another_and_ends_with_the_server() -> None:
    supervisor = Supervisor([sys.executable, "-c", "import time; time.sleep(60)"])
    supervisor.start()
    assert wait_for(lambda: supervisor.child)
    first = supervisor.child
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    assert wait_for(lambda: supervisor.child is not first)
    second = supervisor.child
    assert second is not None
    assert second.poll() is None
    supervisor.stop()
    assert (second.poll(), supervisor.thread.is_alive()) == (-signal.SIGTERM, False)


# Health and figures


def test_health_says_that_the_process_answers(client: Client, db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_says_what_is_amiss(
    client: Client, db: None, data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ready() -> tuple[int, str, list[str]]:
        answer = client.get("/health/ready/")
        told = answer.json()
        return answer.status_code, told["status"], [name for name, well in told["checks"].items() if not well]

    assert ready() == (200, "degraded", ["worker"])
    work.Working().beat()
    assert ready() == (200, "ok", [])
    settings.DATA = data / "nowhere"
    assert ready() == (503, "failing", ["data"])
    settings.DATA = data
    monkeypatch.setattr(checking, "waiting", lambda: True)
    assert ready() == (503, "failing", ["migrations", "worker"])

    monkeypatch.setattr(checking, "database", lambda: checking.Finding("database", ["It does not answer."], []))
    assert ready() == (503, "failing", ["database", "migrations", "worker"])


def test_health_is_answered_by_http_where_people_come_by_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200


@pytest.mark.parametrize(
    ("where", "token", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, "", 200),
        ({"REMOTE_ADDR": "::1"}, "", 200),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.1"}, "", 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=10.0.0.1"}, "", 404),
        ({"REMOTE_ADDR": "10.0.0.1"}, "", 404),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_AUTHORIZATION": "Bearer "}, "", 404),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_AUTHORIZATION": "Bearer right"}, "right", 200),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_AUTHORIZATION": "Bearer wröng"}, "right", 404),
    ],
)
def test_figures_are_closed(
    client: Client, db: None, settings: Settings, where: dict[str, str], token: str, status: int
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics/", **where).status_code == status  # type: ignore[arg-type]


def test_figures_count_requests_by_pattern_and_what_is_on_record(client: Client, ours: Home) -> None:
    client.get("/ours/")
    client.get("/desk/ours/people/secret-slug/")
    text = client.get("/metrics/").content.decode()
    assert 'kizuna_requests_total{method="GET",route="/<slug:home>/",status="200"}' in text
    assert 'kizuna_rows{kind="core.home"} 1.0' in text
    assert 'kizuna_tasks{state="failed"} 0.0' in text
    assert "process_resident_memory_bytes" in text
    assert "secret-slug" not in text
