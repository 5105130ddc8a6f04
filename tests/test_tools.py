"""The tools beside the product: what the installer asks of a registry, what the catalogues hold."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import guide_pictures, install, messages


def test_the_installer_passes_on_the_registry_pip_is_told_to_use() -> None:
    config = """\
:env:.cert='/env.pem'
global.cert='/etc/ca.pem'
global.index-url='https://mirror.example/simple'
install.proxy='http://proxy.example:3128'
freeze.timeout='10'
"""
    assert install.registry_settings(config) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "SSL_CERT_FILE": "/env.pem",
        "ALL_PROXY": "http://proxy.example:3128",
    }


def test_the_installer_passes_on_nothing_where_pip_is_told_nothing() -> None:
    assert install.registry_settings("") == {}


def test_an_installation_that_never_finished_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "STAMP", tmp_path / "stamp.json")
    (tmp_path / "stamp.json").write_text('{"run": "ab')
    assert install.installed() == {}
    assert not install.covers(install.installed(), install.wanted("run"))


def test_the_test_tools_cover_the_product_and_not_the_reverse() -> None:
    run, dev = install.wanted("run"), install.wanted("dev")
    assert (install.covers(dev, run), install.covers(run, dev)) == (True, False)


def test_a_setting_of_a_linter_does_not_ask_for_a_new_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "ROOT", tmp_path)
    project = tmp_path / "pyproject.toml"
    project.write_text("[project]\nname = 'x'\n\n[tool.ruff]\nline-length = 100\n")
    before = install.digest("pyproject.toml")
    project.write_text(project.read_text().replace("100", "120"))
    assert install.digest("pyproject.toml") == before
    project.write_text(project.read_text().replace("'x'", "'y'"))
    assert install.digest("pyproject.toml") != before


def test_strings_of_a_template_are_found_between_any_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text(
        '<p class="(open">{% translate "May" context "month" %}\n'
        '  {% card title=_("It\'s a card") %} {{ town|default:_("not stated") }}\n'
        "{% blocktranslate trimmed count n=n %}one {{ n }} team{% plural %}{{ n }} teams{% endblocktranslate %}"
    )
    assert messages.code(page).decode().splitlines() == [
        "pgettext(u'month', u'May')",
        '_("It\'s a card"); _("not stated")',
        "ngettext(u'one %(n)s team', u'%(n)s teams', count)",
    ]


@pytest.mark.parametrize(
    ("translated", "faults"),
    [
        ("%(n)s 件", []),
        ("件", ["lost placeholder %(n)s"]),
        ("%(n)s 件 %(home)s", ["unknown placeholder %(home)s"]),
    ],
)
def test_a_translation_keeps_its_placeholders(translated: str, faults: list[str]) -> None:
    message = Message(("one record", "%(n)s records"), (translated,))
    assert list(messages.lost_placeholders(message)) == faults


def test_every_picture_of_the_guide_is_taken_said_in_words_and_light() -> None:
    assert guide_pictures.faults() == []


def test_a_picture_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("![](pictures/none.webp)\n")
    found = guide_pictures.faults(tmp_path)
    assert found[:2] == ["page.md: none.webp is not said in words", "none.webp is shown and not in the table"]
