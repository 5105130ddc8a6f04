"""What of a record is public: fields are kept from the public where rows are read, and from nobody who works here."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.activities.models import Activity
from kizuna.core import actions, records
from kizuna.core.citing import Footnotes
from kizuna.core.models import Account, Citation, Home, Note, Record, Release, Source
from kizuna.core.models.record import OwnedQuerySet
from kizuna.core.models.withheld import withholdable
from kizuna.core.values import FuzzyDate
from kizuna.partners.models import Member, Partnership
from tests import cast
from tests.cast import LONG_AGO, make_organisation, make_partnership, put, words

NOBODY = AnonymousUser()
ALWAYS = {"name", "title", "visibility", "home", "slug", "uuid", "version", "state", "partnership", "record_title"}


@pytest.fixture
def alliance(ours: Home) -> Partnership:
    """A published partnership with a footnote, and since when it stands."""
    since = FuzzyDate.parse("1999")
    return make_partnership(
        ours, "heron", make_organisation("heron", "Heron Institute"), footnote=words("Kept small"), since=since
    )


def withhold(home: Home, label: str, field: str, record: Record | None = None, released: bool | None = False) -> Any:
    return actions.release(
        home,
        label=label,
        field=field,
        record=record.uuid if record else None,
        released=released,
        by=cast.operator_account(),
    )


def footnotes(rows: Any) -> list[str]:
    return [row.footnote.get("en").value for row in rows]


@pytest.mark.parametrize("model", [one for one in apps.get_models() if issubclass(one, Record)])
def test_of_every_kind_of_record_it_is_known_what_can_be_withheld(model: type[Any]) -> None:
    found = withholdable(model)
    assert found.keys() & ALWAYS == set()
    assert [name for name, field in found.items() if field.is_relation or not (field.blank or field.null)] == []
    if any(field.name == "home" for field in model._meta.concrete_fields) and found:
        # What rows of it lead to is read in the same way.
        assert isinstance(model._base_manager.all(), OwnedQuerySet)
        assert found.keys() & model.TOLD == set()


def test_a_withheld_field_is_read_by_those_who_work_here_and_by_nobody_else(
    ours: Home, alliance: Partnership, reader: Account, other_office: Account
) -> None:
    withhold(ours, "partners.partnership", "footnote")
    rows = Partnership.objects
    assert (
        footnotes([rows.visible_to(reader).get(), rows.visible_to(cast.operator_account()).get()]) == ["Kept small"] * 2
    )
    told = [rows.published().get(), rows.visible_to(NOBODY).get(), rows.visible_to(other_office).get()]
    assert footnotes(told) == ["", "", ""]
    assert footnotes([*rows.published().only("name"), *rows.published().iterator()]) == ["", ""]
    assert footnotes([rows.visible_to(reader).published().get(), rows.published().visible_to(reader).get()]) == ["", ""]
    assert rows.published().get().name == alliance.name


def test_the_rule_of_a_record_goes_before_the_rule_of_its_kind(ours: Home, alliance: Partnership) -> None:
    other = make_partnership(ours, "ibis", footnote=words("Told"))
    withhold(ours, "partners.partnership", "footnote", alliance)
    assert footnotes(Partnership.objects.published().order_by("slug")) == ["", "Told"]
    withhold(ours, "partners.partnership", "footnote")
    withhold(ours, "partners.partnership", "footnote", alliance, released=True)
    assert footnotes(Partnership.objects.published().order_by("slug")) == ["Kept small", ""]
    withhold(ours, "partners.partnership", "footnote", released=True)
    withhold(ours, "partners.partnership", "footnote", alliance, released=None)
    assert footnotes(Partnership.objects.published().order_by("slug")) == ["Kept small", "Told"]
    assert other.version == 1


def test_what_is_fetched_through_a_row_is_read_as_the_row_was(ours: Home, alliance: Partnership) -> None:
    withhold(ours, "partners.partnership", "footnote")
    withhold(ours, "partners.member", "seen")
    put(Activity(home=ours, partnership=alliance, title=words("Talk"), visibility="public"))
    lazily = Activity.objects.published().get().partnership
    joined = Activity.objects.published().select_related("partnership").get().partnership
    fetched = Activity.objects.published().prefetch_related("partnership").get().partnership
    alone = Partnership.objects.published().get()
    alone.refresh_from_db()
    assert footnotes([lazily, joined, fetched, alone]) == ["", "", "", ""]
    row = Partnership.objects.published().prefetch_related("members").get()
    assert [one.seen for one in (*row.members.all(), *Partnership.objects.published().get().members.all())] == [
        None
    ] * 2
    # It holds all the same: only the day is kept from the public.
    assert [one.held_on(LONG_AGO) for one in row.members.all()] == [True]
    assert Member.objects.get().seen == LONG_AGO


def test_what_follows_from_a_withheld_date_is_withheld_too(ours: Home) -> None:
    day = FuzzyDate.parse("2020-05-06")
    put(Activity(home=ours, title=words("Talk"), begins=day, visibility="public"))
    withhold(ours, "activities.activity", "begins")
    for row in (Activity.objects.published().get(), Activity.objects.published().only("pk", "sort_day").get()):
        days = (row.begins_first, row.begins_last, row.ends_first, row.ends_last)
        assert (row.when, days, row.sort_day.year) == (FuzzyDate(), (None,) * 4, 1)


def test_a_row_that_was_read_without_a_field_is_never_saved(ours: Home, alliance: Partnership) -> None:
    withhold(ours, "partners.partnership", "footnote")
    row, by = Partnership.objects.published().get(), cast.operator_account()
    row.short = words("Heron")
    for write in (
        lambda: records.save(row, by=by, verb="revised"),
        lambda: records.save_changed([row], by=by, verb="revised"),
        lambda: records.remove(row, by=by),
    ):
        with pytest.raises(TypeError):
            write()
    assert footnotes([Partnership.objects.get()]) == ["Kept small"]


def test_a_home_without_rules_asks_nothing_more(ours: Home, alliance: Partnership) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            list(Partnership.objects.published().prefetch_related("members"))
        return len(found)

    before = asked()
    withhold(ours, "partners.partnership", "footnote")
    assert (before, asked()) == (2, 3)


def test_a_withheld_field_has_no_source_and_a_passage_says_nothing_of_it(
    ours: Home, alliance: Partnership, page: Source
) -> None:
    put(records.cited(alliance, source=page, lines=[3], says=words("Since 1999")))
    put(records.cited(alliance, source=page, lines=[4], field="footnote", says=words("It is kept small")))
    withhold(ours, "partners.partnership", "footnote")

    def told(row: Partnership, user: Any) -> list[tuple[int, list[str]]]:
        notes = Footnotes([row], user)
        notes.every(row)
        [panel] = notes.panels()
        return [(one.line, [fact.told.get("en").value for fact in one.facts]) for one in panel.passages]

    assert told(Partnership.objects.published().get(), NOBODY) == [(3, [])]
    whole = [(3, ["Since 1999"]), (4, ["It is kept small"])]
    assert told(Partnership.objects.get(), cast.operator_account()) == whole
    assert Citation.objects.count() == 2


def test_only_the_office_says_what_is_public(ours: Home, alliance: Partnership, coordinator: Account) -> None:
    given: dict[str, Any] = {"label": "partners.partnership", "field": "footnote", "released": False}
    with pytest.raises(PermissionDenied):
        actions.release(ours, by=coordinator, **given)
    assert Release.objects.count() == 0


@pytest.mark.parametrize(
    ("label", "field"),
    [("partners.partnership", "name"), ("partners.partnership", "nonsense"), ("directory.unit", "seen"),
     ("core.home", "name"), ("nonsense", "name"), ("no.thing", "name")],
)  # fmt: skip
def test_what_cannot_be_withheld_is_refused(label: str, field: str, ours: Home) -> None:
    with pytest.raises(ValidationError):
        withhold(ours, label, field)


def test_a_record_of_another_home_is_refused(theirs: Home, alliance: Partnership) -> None:
    with pytest.raises(ValidationError):
        withhold(theirs, "partners.partnership", "footnote", alliance)


def test_the_history_says_who_withheld_what_and_it_is_taken_back(ours: Home, alliance: Partnership) -> None:
    change = withhold(ours, "partners.partnership", "footnote")
    assert (change.verb, change.title) == ("withheld", "partners.partnership · footnote")
    assert withhold(ours, "partners.partnership", "footnote") is None
    assert withhold(ours, "partners.partnership", "footnote", released=None).verb == "removed"
    assert withhold(ours, "partners.partnership", "footnote", released=None) is None
    assert footnotes(Partnership.objects.published()) == ["Kept small"]


def test_notes_and_figures_of_a_record_are_kinds_of_their_own(ours: Home, alliance: Partnership) -> None:
    put(records.noted(alliance, text=words("Told"), when=FuzzyDate.parse("2001")))
    withhold(ours, "core.note", "when")
    assert [(str(row.text), row.when) for row in Note.objects.published()] == [("Told", FuzzyDate())]
