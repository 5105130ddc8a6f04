"""An answer is kept with its change, or neither is; two equal requests are done once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from kizuna.core import records, repeats
from kizuna.core.models import Account, Answer, Home, Source
from tests.cast import words

ROOT = Path(__file__).resolve().parents[3]


def add(home: Home, by: Account, slug: str = "new") -> HttpResponse:
    row = Source(home=home, slug=slug, title=words("New"))
    records.save(row, by=by, verb="added")
    return HttpResponse(str(row.uuid), status=201)


def test_the_same_request_gets_the_same_answer_and_is_done_once(ours: Home, office: Account) -> None:
    answers = []
    for _ in range(2):
        with transaction.atomic():
            answers.append(repeats.once(office, "a", "mark", lambda: add(ours, office)))
    assert {(one.status_code, one.content) for one in answers} == {(201, str(Source.objects.get().uuid).encode())}
    assert "Idempotent-Replay" in answers[1].headers


def test_the_same_key_of_somebody_else_is_another_key(ours: Home, office: Account, registrar: Account) -> None:
    for number, who in enumerate((office, registrar)):
        with transaction.atomic():
            repeats.once(who, "a", "mark", lambda who=who, number=number: add(ours, who, f"new-{number}"))  # type: ignore[misc]
    assert Source.objects.count() == 2


def test_what_comes_while_the_first_is_answered_is_told_so(ours: Home, office: Account) -> None:
    Answer.objects.create(account=office, key="a", fingerprint="mark")
    with pytest.raises(repeats.UnderWay), transaction.atomic():
        repeats.once(office, "a", "mark", lambda: add(ours, office))
    assert not Source.objects.exists()


def test_when_the_change_fails_no_answer_is_kept(ours: Home, office: Account) -> None:
    def fail() -> HttpResponse:
        add(ours, office)
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        repeats.once(office, "a", "mark", fail)
    assert (Source.objects.exists(), Answer.objects.exists()) == (False, False)


SCRIPT = """
    import os, sys, threading, time
    import django
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.http import HttpResponse
    from kizuna.core import records, repeats
    from kizuna.core.models import Account, Answer, Home, Source
    from kizuna.core.values import Text

    what = sys.argv[1]
    if what == "killed":
        # The tables as the models say, without the long way that led there.
        settings.MIGRATION_MODULES = type("Without", (dict,), {"__missing__": lambda self, app: None,
                                                               "__contains__": lambda self, app: True})()
        call_command("migrate", verbosity=0, run_syncdb=True)
        Account.objects.create_user("a@kizuna.example", kind="operator")
        home = Home(slug="ours", name=Text({"en": "Ours"}), currency="JPY", calendar="jp-april", languages=["en"])
        home.full_clean()
        home.save()
    by, home = Account.objects.get(), Home.objects.get()

    def act(pause=0.0, end=False):
        records.save(Source(home=home, slug="new", title=Text({"en": "New"})), by=by, verb="added")
        if end:
            os._exit(9)
        time.sleep(pause)
        return HttpResponse("done", status=201)

    if what == "killed":
        with transaction.atomic():
            repeats.once(by, "a", "mark", lambda: act(end=True))
    if what == "twice":
        print(Source.objects.count(), Answer.objects.count())
        told = []
        def ask():
            with transaction.atomic():
                told.append(repeats.once(by, "a", "mark", lambda: act(pause=0.3)).content)
            connection.close()
        threads = [threading.Thread(target=ask) for _ in range(4)]
        [one.start() for one in threads]
        [one.join() for one in threads]
        print(told)
    print(Source.objects.count(), Answer.objects.count())
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes a database file of its own")
def test_a_kill_leaves_neither_change_nor_answer_and_four_at_once_are_done_once(tmp_path: Path) -> None:
    """In processes of their own: one is killed between the change and its answer, the next asks four times at once."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KIZUNA_")}
    environment = {**kept, "KIZUNA_DATA": str(tmp_path), "KIZUNA_SECRET_KEY": "only for this test",
                   "DJANGO_SETTINGS_MODULE": "kizuna.config.settings"}  # fmt: skip

    def run(what: str) -> tuple[int, str]:
        command = [sys.executable, "-c", textwrap.dedent(SCRIPT), what]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert run("killed") == (9, "")
    assert run("twice") == (0, f"0 0\n{[b'done'] * 4}\n1 1\n")
