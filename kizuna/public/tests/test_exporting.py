"""The public site as files: whole, by itself, no more than is published, and mended by the next run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from kizuna.config.cli import main
from kizuna.core import records
from kizuna.core.models import Home
from kizuna.partners.models import Partnership, Tier
from kizuna.public.exporting import folder as folders
from kizuna.public.exporting.folder import HALF, JOURNAL, MANIFEST, is_safe
from kizuna.publishing import actions
from kizuna.publishing.models import Edition, Page
from tests.cast import operator_account, publish, put, words
from tests.test_sizes import many

WAY = re.compile(r'\s(?:href|src)="([^"]*)"')


def export(to: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["public", "export", str(to), *more])


def told(to: Path, *more: str) -> dict[str, int]:
    """How many files there are, were written and were removed."""
    done = CliRunner().invoke(main, ["public", "export", str(to), "--json", *more])
    assert done.exit_code == 0, done.output
    counts: dict[str, int] = json.loads(done.stdout)["counts"]
    return counts


def files(to: Path) -> set[str]:
    return {path.relative_to(to).as_posix() for path in to.rglob("*") if path.is_file()}


def broken(to: Path) -> list[tuple[str, str]]:
    """The links of all pages that lead to no file of the folder."""
    return [
        (path.relative_to(to).as_posix(), way)
        for path in to.rglob("*.html")
        for way in WAY.findall(path.read_text("utf-8"))
        if not way.startswith(("http", "#")) and not (path.parent / way.partition("#")[0]).is_file()
    ]


def rename(row: Partnership, name: str, home: Home) -> None:
    row.refresh_from_db()
    row.name = words(name)
    records.save(row, by=operator_account(), verb="revised")
    publish(home)


@pytest.fixture
def site(ours: Home, alliance: Partnership) -> Home:
    """A home with a partner and a highlight, signed off."""
    publish(ours)
    return ours


def test_every_page_stands_at_its_address_in_each_language_and_leads_only_to_files(site: Home, tmp_path: Path) -> None:
    assert told(tmp_path / "www")["removed"] == 0
    found = files(tmp_path / "www")
    pages = {"", "partners/eth/", "departments/"}
    assert {f"ours/{tree}{page}index.html" for tree in ("", "en/", "ja/") for page in pages} <= found
    assert {"index.html", "404.html", "robots.txt", MANIFEST} <= found
    assert broken(tmp_path / "www") == []
    assert (tmp_path / "www/ours/ja/index.html").read_text("utf-8").count('<html lang="ja">') == 1
    neutral = (tmp_path / "www/ours/partners/eth/index.html").read_text("utf-8")
    assert ('<html lang="en">' in neutral, '"../../../ours/index.html"' in neutral) == (True, True)


def test_nothing_in_the_folder_needs_the_server(site: Home, tmp_path: Path) -> None:
    told(tmp_path)
    for path in tmp_path.rglob("*.html"):
        page = path.read_text("utf-8")
        assert [
            word for word in ("/accounts/", "/desk/", "<form", "visit-us", "127.0.0.1", "invalid") if word in page
        ] == []


def test_where_the_address_is_known_alternates_are_whole_and_the_form_is_led_to(
    site: Home, tmp_path: Path, settings: LazySettings
) -> None:
    settings.PLACED, settings.PLACE = True, "https://live.example"
    told(tmp_path)
    page = (tmp_path / "ours/en/partners/eth/index.html").read_text("utf-8")
    assert 'hreflang="x-default" href="https://live.example/ours/partners/eth/"' in page
    assert 'href="https://live.example/ours/visit-us/"' in page
    assert '"url": "https://live.example/ours/en/partners/eth/"' in page
    tree = ET.fromstring((tmp_path / "ours/sitemap.xml").read_text("utf-8"))  # noqa: S314 - our own
    at = {one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert "https://live.example/ours/ja/departments/" in at
    assert "Sitemap: https://live.example/sitemap.xml" in (tmp_path / "robots.txt").read_text()


def test_after_one_edit_only_what_changed_is_written(site: Home, alliance: Partnership, tmp_path: Path) -> None:
    first = told(tmp_path)
    assert told(tmp_path) == {"files": first["files"], "written": 0, "removed": 0}
    rename(alliance, "Alpine alliance", site)
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in files(tmp_path)}
    assert told(tmp_path)["removed"] == 0
    changed = {name for name, at in before.items() if (tmp_path / name).stat().st_mtime_ns != at}
    pages = {f"ours/{tree}{page}index.html" for tree in ("", "en/", "ja/") for page in
             ("", "partners/eth/", "departments/")}  # fmt: skip
    frames = {f"ours/{tree}embed/partners/index.html" for tree in ("en/", "ja/")}
    assert changed - frames == {*pages, MANIFEST}
    assert "Alpine alliance" in (tmp_path / "ours/partners/eth/index.html").read_text("utf-8")


def test_what_is_withdrawn_is_removed_and_no_page_leads_there_any_more(
    site: Home, alliance: Partnership, tmp_path: Path
) -> None:
    told(tmp_path)
    (tmp_path / "ours/partners/eth/mine.txt").write_text("kept")
    for edition in Edition.objects.filter(page__kind="partner", page__slug="eth", state="published"):
        actions.withdraw(edition, by=operator_account())
    assert told(tmp_path)["removed"] == 3
    assert {name for name in files(tmp_path) if "/eth/" in name} == {"ours/partners/eth/mine.txt"}
    assert broken(tmp_path) == []
    assert "ETH alliance</a>" in (tmp_path / "ours/index.html").read_text("utf-8")
    publish(site)
    told(tmp_path)
    assert 'href="../ours/partners/eth/index.html">ETH alliance' in (tmp_path / "ours/index.html").read_text("utf-8")


def test_long_lists_are_folders_of_their_own_and_highlights_are_listed(
    site: Home, primary: Tier, tmp_path: Path
) -> None:
    many(site, primary, 60)
    publish(site)
    told(tmp_path)
    assert {f"ours/{tree}page/2/index.html" for tree in ("", "en/", "ja/")} <= files(tmp_path)
    assert 'href="../../ours/en/page/2/index.html"' in (tmp_path / "ours/en/index.html").read_text("utf-8")
    assert broken(tmp_path) == []


def test_a_highlight_is_listed_and_told_in_the_feed(site: Home, phase: Any, tmp_path: Path) -> None:
    write_up_any(site)
    told(tmp_path, "--url", "https://static.example/partners/")
    assert {"ours/highlights/index.html", "ours/en/highlights/index.html", "ours/en/feed.atom"} <= files(tmp_path)
    assert 'href="https://static.example/partners/ours/en/' in (tmp_path / "ours/en/feed.atom").read_text("utf-8")
    assert broken(tmp_path) == []


def write_up_any(home: Home) -> None:
    """One highlight that somebody wrote, in English."""
    page = put(Page(home=home, kind="highlight", slug="eth-1"))
    body: dict[str, Any] = {
        "title": "On the roof", "partner": {"slug": "eth", "name": "ETH"}, "phase": "One", "years": "2017",
        "blocks": [{"kind": "words", "text": "What came of it."}], "sources": [], "as_of": "", "inferred": False,
    }  # fmt: skip
    wanted = actions.Wanted(page, "en", "On the roof", body)
    actions.publish_all([wanted], by=operator_account())


@pytest.mark.parametrize("what", ["file", "foreign", "readonly"])
def test_a_folder_that_is_none_or_not_ours_is_refused_in_one_sentence(what: str, site: Home, tmp_path: Path) -> None:
    to = tmp_path / "www"
    if what == "file":
        to.write_text("mine")
    else:
        to.mkdir()
        (to / "thesis.txt").write_text("mine")
    if what == "readonly":
        to = Path("/proc/nothing/here")
    done = export(to)
    assert (done.exit_code, done.stdout) == (1, "")
    words_of = {"file": "is a file; name a folder", "foreign": "such as “thesis.txt”", "readonly": "cannot be written"}
    assert words_of[what] in done.stderr
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] in (["mine"], [])


def test_a_file_of_somebody_elses_in_our_way_is_left_alone(site: Home, tmp_path: Path) -> None:
    told(tmp_path)
    write_up_any(site)
    (tmp_path / "ours/en/highlights/eth-1").mkdir(parents=True)
    (tmp_path / "ours/en/highlights/eth-1/index.html").write_text("mine")
    done = export(tmp_path)
    assert (done.exit_code, "is of no export; move it away" in done.stderr) == (1, True)
    assert (tmp_path / "ours/en/highlights/eth-1/index.html").read_text() == "mine"


def test_a_folder_that_leads_elsewhere_is_not_followed(site: Home, tmp_path: Path) -> None:
    www, away = tmp_path / "www", tmp_path / "away"
    told(www)
    away.mkdir()
    write_up_any(site)
    (www / "ours/highlights").symlink_to(away)
    done = export(www)
    assert (done.exit_code, "leads out of the folder" in done.stderr, list(away.iterdir())) == (1, True, [])


def test_a_run_that_was_killed_is_mended_by_the_next(
    site: Home, alliance: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = folders.Folder.write
    count = 0

    def killed(self: folders.Folder, file: str, content: bytes) -> None:
        nonlocal count
        count += 1
        if count == 9:
            (tmp_path / HALF).write_bytes(content[:10])
            raise KeyboardInterrupt
        whole(self, file, content)

    with monkeypatch.context() as patched:
        patched.setattr(folders.Folder, "write", killed)
        assert export(tmp_path).exit_code != 0
    assert ((tmp_path / JOURNAL).exists(), (tmp_path / MANIFEST).exists()) == (True, False)
    assert told(tmp_path)["files"] == len(files(tmp_path)) - 1
    assert files(tmp_path) & {JOURNAL, HALF} == set()
    assert broken(tmp_path) == []


def test_a_list_of_files_that_was_tampered_with_leads_nowhere_else(site: Home, tmp_path: Path) -> None:
    www, mine = tmp_path / "www", tmp_path / "mine.txt"
    told(www)
    mine.write_text("mine")
    manifest = json.loads((www / MANIFEST).read_text("utf-8"))
    manifest["plain"] += ["../mine.txt", str(mine)]
    (www / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    told(www)
    assert mine.read_text() == "mine"
    (www / MANIFEST).write_text("{", "utf-8")
    assert "nobody knows what is ours" in export(www).stderr


def test_titles_with_markup_and_of_any_length_stay_words(site: Home, alliance: Partnership, tmp_path: Path) -> None:
    rename(alliance, '"><script>alert(1)</script> href="/desk/" ' + "long " * 80, site)
    told(tmp_path)
    page = (tmp_path / "ours/en/partners/eth/index.html").read_text("utf-8")
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
    assert broken(tmp_path) == []


@pytest.mark.parametrize("slug", ["..", ".", "a/../../b"])
def test_a_page_with_a_name_that_leads_away_is_not_written(slug: str, site: Home, tmp_path: Path) -> None:
    edition = Edition.objects.filter(page__kind="partner", language="en").get()
    Page.objects.filter(pk=edition.page_id).update(slug=slug)
    told(tmp_path / "deep" / "www")
    assert {path.name for path in tmp_path.iterdir()} == {"deep"}
    assert [name for name in files(tmp_path) if "partners" in name and "embed" not in name] == []
    assert [is_safe(f"ours/{slug}/index.html"), is_safe("ours/a/index.html")] == [False, True]


def test_only_the_homes_that_are_named_and_have_published_are_written(site: Home, theirs: Home, tmp_path: Path) -> None:
    done = export(tmp_path)
    assert "“theirs” has published nothing and is left out." in done.stderr
    assert {name.partition("/")[0] for name in files(tmp_path)} & {"ours", "theirs"} == {"ours"}
    assert "There is no home “nowhere”" in export(tmp_path / "more", "--home", "nowhere").stderr
    assert "No home has published anything yet." in export(tmp_path / "more", "--home", "theirs").stderr
    assert "is no address such as" in export(tmp_path / "more", "--url", "partners").stderr


def test_two_do_not_write_one_folder_at_once(site: Home, tmp_path: Path) -> None:
    with folders.Folder(tmp_path):
        assert "Another export is writing" in export(tmp_path).stderr
