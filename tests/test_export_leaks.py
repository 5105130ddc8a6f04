"""The exported site holds nothing that is not published: every file is read, in a home full of what could leak."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from kizuna.calls.models import Call
from kizuna.config.cli import main
from kizuna.core.models import Home, Record, Visibility
from tests.test_leaks import full, shown, world_once  # noqa: F401 - the home full of what could leak

MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
KEY = re.compile(r"(?<!urn:uuid:)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def hidden_keys() -> set[str]:
    """The UUIDs of all records that not everybody may see."""
    kinds = [model for model in apps.get_models() if issubclass(model, Record)]
    return {
        str(key)
        for model in kinds
        for key in model._default_manager.exclude(visibility=Visibility.PUBLIC).values_list("uuid", flat=True)
    }


def test_no_file_of_the_export_says_anything_that_is_not_published(full: Home, tmp_path: Path) -> None:  # noqa: F811
    to, now = tmp_path / "www", timezone.now()
    Call.objects.filter(home=full).update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9))
    done = CliRunner().invoke(main, ["public", "export", str(to), "--url", "https://static.example"])
    assert done.exit_code == 0, done.output
    # What the licence of a font says of those who made it is theirs to say, and a font is no text.
    told = {path.relative_to(to).as_posix(): path.read_bytes() for path in to.rglob("*") if path.is_file()}
    texts = {name: content.decode(errors="replace") for name, content in told.items() if "/fonts/" not in name}
    assert {name: shown(text) for name, text in texts.items() if shown(text) - {"public"}} == {}
    assert shown(texts["ours/en/partners/eth/index.html"]) == {"public"}
    assert {"ours/en/highlights/eth-1/index.html", "ours/calls/public-call-0/index.html", "ours/en/feed.atom",
            "ours/sitemap.xml"} <= set(texts)  # fmt: skip
    assert {name: mails for name, text in texts.items() if (mails := MAIL.findall(text))} == {}
    hidden = hidden_keys()
    assert len(hidden) > 100
    assert {name: found for name, text in texts.items() if (found := sorted(set(KEY.findall(text)) & hidden))} == {}
    ours = (str(settings.PACKAGE), str(settings.DATA), str(tmp_path), socket.gethostname(), "export.invalid")
    assert {(name, word) for name, text in texts.items() for word in ours if word in text} == set()
    # The talks are public, only what they grow out of is not.
    named = {name for name in told if re.search(r"(staff|office|sealed)-(?!talks/)", name)}
    assert named == set()


def test_the_data_of_the_export_could_leak(full: Home) -> None:  # noqa: F811
    """What is looked for is there, at every level."""
    assert {row.visibility for row in apps.get_model("partners", "Outcome").objects.filter(home=full)} == {
        "public", "staff", "office", "sealed",
    }  # fmt: skip
