"""Figures: signed off they stay as they are; a newer value stands beside, and says so where it differs."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.config.cli import main
from kizuna.core import actions, figures, records
from kizuna.core.models import Account, Change, Figure, Home, Source
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.partners.models import Partnership
from tests.cast import enter, publish, put, words
from tests.programs import caller, key_for


def make_figure(of: Partnership, value: str = "102 papers", as_of: str = "2019-10", **fields: object) -> Figure:
    """One figure of a partnership."""
    own = {"measure": "papers", "name": words("Papers together"), "quantity": Quantity.parse(value)}
    return put(records.figured(of, as_of=FuzzyDate(as_of), window=FuzzyDate("2013/.."), **{**own, **fields}))


@pytest.fixture
def papers(alliance: Partnership, page: Source) -> Figure:
    """A published figure with its source."""
    made = make_figure(alliance)
    put(records.cited(made, source=page, lines=[3]))
    return made


def test_what_is_signed_off_stays_as_it_is(papers: Figure, office: Account) -> None:
    actions.sign_off(papers, by=office)
    papers.quantity = Quantity.parse("103 papers")
    with pytest.raises(ValidationError, match="signed off and stays"):
        actions.revise(papers, by=office)
    papers.refresh_from_db()
    assert (papers.quantity, papers.signed_off_by) == (Quantity.parse("102 papers"), office)
    with pytest.raises(PermissionDenied):
        actions.remove(papers, by=office)
    papers.visibility = "staff"
    actions.revise(papers, by=office)


def test_a_signature_taken_back_is_remembered(papers: Figure, office: Account) -> None:
    actions.sign_off(papers, by=office)
    with pytest.raises(ValidationError, match="already"):
        actions.sign_off(papers, by=office)
    actions.reopen(papers, by=office)
    papers.quantity = Quantity.parse("103 papers")
    actions.revise(papers, by=office)
    verbs = Change.objects.filter(record=papers.uuid).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["added", "signed", "unsigned", "revised"]


def test_without_a_date_or_a_source_nothing_is_signed(alliance: Partnership, office: Account, page: Source) -> None:
    with pytest.raises(ValidationError, match="where it is stated"):
        actions.sign_off(make_figure(alliance), by=office)
    undated = make_figure(alliance, as_of="")
    put(records.cited(undated, source=page, lines=[3]))
    with pytest.raises(ValidationError, match="as of when"):
        actions.sign_off(undated, by=office)


def test_only_the_office_signs(papers: Figure, reader: Account, other_office: Account) -> None:
    for who in (reader, other_office):
        with pytest.raises(PermissionDenied):
            actions.sign_off(papers, by=who)
    assert enter(reader).post(f"/desk/ours/figures/{papers.uuid}/sign-off/").status_code == 403


def test_a_newer_value_is_told_only_where_it_differs_and_is_of_the_same(
    alliance: Partnership, papers: Figure, office: Account
) -> None:
    make_figure(alliance, "102 papers", "2020")
    make_figure(alliance, "500 papers", "2022", group=words("of one faculty"))
    make_figure(alliance, "70 papers", "")

    def newer() -> Figure | None:
        rows = list(figures.rows(alliance.home, office))
        return figures.series_of(rows)[figures.same(papers)].newer_than(papers)

    assert newer() is None
    later = make_figure(alliance, "130 papers", "2021-05")
    assert newer() == later
    page = enter(office).get(f"/desk/ours/figures/{papers.uuid}/").content.decode()
    assert ("A newer value differs" in page, "130 papers" in page) == (True, True)


def test_a_figure_is_cited_by_an_address_that_the_public_can_open(papers: Figure, office: Account) -> None:
    address = f"/ours/figures/{papers.uuid}/"
    assert f"http://testserver{address}" in enter(office).get(f"/desk/ours/figures/{papers.uuid}/").content.decode()
    assert enter(None).get(address).status_code == 404
    publish(Home.objects.get(slug="ours"))
    page = enter(None).get(address).content.decode()
    assert ("102 papers" in page, "A page of ours" in page) == (True, True)
    papers.visibility = "staff"
    put(papers)
    publish(Home.objects.get(slug="ours"))
    assert enter(None).get(address).status_code == 404


def test_what_grew_old_without_a_later_value_is_stale(alliance: Partnership, papers: Figure, office: Account) -> None:
    rank = make_figure(alliance, kind="rank", rank=1, measure="best", as_of="2001")

    def old() -> list[Figure]:
        return figures.stale(figures.rows(alliance.home, office), date(2021, 1, 1))

    assert rank not in old()
    assert old() == [papers]
    make_figure(alliance, "102 papers", "2021-05")
    assert old() == []


def test_the_page_costs_the_same_for_one_and_for_three(alliance: Partnership, papers: Figure, office: Account) -> None:
    client = enter(office)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/ours/figures/").status_code == 200
        return len(queries)

    asked()
    once = asked()
    make_figure(alliance, "1 paper", "2020")
    make_figure(alliance, "2 papers", "2021")
    assert asked() == once
    assert client.get("/desk/ours/figures/?kind=none").status_code == 422


def test_the_command_and_the_api_tell_the_same(ours: Home, papers: Figure, office: Account) -> None:
    told = json.loads(CliRunner().invoke(main, ["figures", "list", "--home", "ours", "--json"]).output)
    call = caller(key_for(office, "read", "write"))
    status, there = call("GET", "/homes/ours/figures?q=papers")
    assert (status, there["items"]) == (200, told["items"])
    assert (told["items"][0]["value"], told["counts"]) == ("102 papers", {"figures": 1, "signed_off": 0})
    assert call("POST", f"/core/figure/{papers.uuid}/sign_off", {})[0] == 200
    assert "1 signed off" in CliRunner().invoke(main, ["figures", "list", "--home", "ours", "-q", "papers"]).output
