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
from kizuna.core import actions
from kizuna.core.models import Figure, Home, Record, Release, Visibility
from kizuna.core.values import Quantity
from kizuna.desk.publish import catalogue, written
from kizuna.publishing.models import Sought
from kizuna.publishing.told import tell
from tests import cast, leakfields
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


WRITTEN = (("highlight", "eth-1"), ("news", "public-visit-0"), ("symposium", "public-0-9"), ("report", "2019"))


def told_of(home: Home) -> str:
    """What the makers tell of a home, of its pages and of those that somebody writes."""
    texts = [written.make(home, *page) for page in WRITTEN]
    return "\n".join(str(tell(page.tree, "en")) for page in (*catalogue.made(home), *texts) if page is not None)


def test_no_file_of_the_export_says_what_is_kept_from_the_public_field_by_field(
    full: Home,  # noqa: F811
    tmp_path: Path,
) -> None:
    known = leakfields.fill(full)
    could = set(leakfields.seen(told_of(full), known))
    assert len(could) > 50, sorted(could)
    by = {"home": full, "released": False, "visibility": "staff"}
    Release.objects.bulk_create(Release(record_label=label, field=field, **by) for label, field in set(known.values()))
    assert set(leakfields.seen(told_of(full), known)) == set()
    texts = published_files(full, tmp_path)
    assert len(texts) > 50
    assert "ours/calls/public-call-0/index.html" in texts
    assert {name: found for name, text in texts.items() if (found := set(leakfields.seen(text, known)))} == {}
    assert set(leakfields.seen(" ".join(Sought.objects.values_list("words", flat=True)), known)) == set()


def published_files(home: Home, tmp_path: Path) -> dict[str, str]:
    """Every file of the export once all is signed off and calls are open, but for styles and the like."""
    cast.publish(home)
    to, now = tmp_path / "www", timezone.now()
    Call.objects.filter(home=home).update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9))
    done = CliRunner().invoke(main, ["public", "export", str(to), "--url", "https://static.example"])
    assert done.exit_code == 0, done.output
    files = {path.relative_to(to): path for path in to.rglob("*") if path.is_file()}
    return {
        one.as_posix(): path.read_text(errors="replace") for one, path in files.items() if "static" not in one.parts
    }


def test_no_file_of_the_export_says_what_is_kept_from_the_public_of_one_record(
    full: Home,  # noqa: F811
    tmp_path: Path,
) -> None:
    kept, told = Figure.objects.filter(home=full, visibility=Visibility.PUBLIC, record_label="partners.partnership")[:2]
    for row, value in ((kept, "61234"), (told, "61235")):
        row.quantity = Quantity.parse(value)
        cast.put(row)
    actions.release(
        full, label=kept.label, field="quantity", record=kept.uuid, released=False, by=cast.operator_account()
    )
    texts = published_files(full, tmp_path)
    assert ["61234" in text or "61,234" in text for text in texts.values()].count(True) == 0
    assert f"ours/en/figures/{kept.uuid}/index.html" in texts
    assert "61,235" in texts[f"ours/en/figures/{told.uuid}/index.html"]
