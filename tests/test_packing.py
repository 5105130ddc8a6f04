"""What crosses the wire is packed: one stylesheet without imports, and the pages that strangers read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from kizuna.config.statics import sent, whole
from kizuna.core.models import Account, Home
from kizuna.partners.models import Partnership
from tests.cast import enter, publish

pytestmark = pytest.mark.django_db
PACKED = {"accept-encoding": "gzip"}


def test_the_stylesheet_is_one_file_with_all_that_it_imports(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "all.css").write_text(
        '@layer base;\n@import url("parts/a.css") layer(base);\n@import url("parts/b.css");\n'
    )
    (tmp_path / "parts" / "a.css").write_text('/* why */\na { background: url("../a.svg"); }\n')
    (tmp_path / "parts" / "b.css").write_text("b {\n  color: red;\n}\n")
    text, parts = whole(tmp_path / "all.css")
    assert " ".join(text.split()) == '@layer base; @layer base { a { background: url("a.svg"); } } b { color: red; }'
    assert [part.name for part in parts] == ["all.css", "a.css", "b.css"]


def test_no_rule_of_the_stylesheets_is_lost() -> None:
    found = finders.find("core/kizuna.css")
    assert isinstance(found, str)
    text, parts = whole(Path(found))
    assert (len(parts), "@import" in text, text.count("{") - text.count("}")) == (27, False, 0)
    assert [part.name for part in parts if not part.exists()] == []
    made = Path(sent(found))
    packed = made.with_name(f"{made.name}.gz").read_bytes()
    assert (gzip.decompress(packed).decode(), len(packed) < 40_000) == (text, True)


def test_a_stylesheet_is_sent_packed() -> None:
    answer = enter(None).get("/static/core/kizuna.css", headers=PACKED)
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it is a file
    answer.close()
    assert (answer["Content-Encoding"], b"@import" in gzip.decompress(body)) == ("gzip", False)


def test_a_strangers_page_is_packed_and_known_again(ours: Home, alliance: Partnership) -> None:
    publish(ours)
    client = enter(None)
    plain = client.get("/ours/en/")
    answer = client.get("/ours/en/", headers=PACKED)
    assert (answer["Content-Encoding"], gzip.decompress(answer.content)) == ("gzip", plain.content)
    assert "Accept-Encoding" in answer["Vary"]
    again = client.get("/ours/en/", headers={**PACKED, "if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_somebody_sees_who_is_signed_in_is_not_packed(ours: Home, alliance: Partnership, office: Account) -> None:
    publish(ours)
    client = enter(office)
    for address in ("/desk/ours/", "/ours/en/"):
        assert client.get(address, headers=PACKED).headers.get("Content-Encoding") is None
