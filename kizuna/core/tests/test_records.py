"""The one write path: what it saves, what it remembers, and what it refuses."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kizuna.core import records
from kizuna.core.models import Account, Change, Citation, Home, Note, Source
from kizuna.core.values import FuzzyDate, Text
from tests.cast import put, words


def changes(record: Source | Note) -> list[Change]:
    return list(Change.objects.filter(record=record.uuid).order_by("version"))


def test_saving_a_new_record_gives_it_version_one_and_a_change_by_whoever_did_it(ours: Home, office: Account) -> None:
    source = Source(home=ours, slug="minutes", title=words("Minutes", "議事録"), lines=12)
    change = records.save(source, by=office, verb="added")
    assert change is not None
    assert (source.version, change.version, change.verb, change.by, change.home) == (1, 1, "added", office, ours)
    assert (change.label, change.title) == ("core.source", "Minutes")
    assert change.fields["title"] == [None, {"en": "Minutes", "ja": "議事録"}]
    assert change.fields["lines"] == [None, 12]
    assert sorted({"version", "uuid", "id", "publisher"} & set(change.fields)) == []


def test_a_later_change_tells_what_was_there_and_what_is_there_now(page: Source, office: Account) -> None:
    page.published = FuzzyDate.parse("April 2017")
    page.lines = 10
    change = records.save(page, by=office, verb="revised")
    assert change is not None
    assert (page.version, change.version) == (2, 2)
    assert change.fields["lines"] == [9, 10]
    assert change.fields["published"][1]["edtf"] == "2017-04"
    assert set(change.fields) == {"lines", "published"}


def test_saving_without_a_difference_makes_no_change_and_no_version(page: Source, office: Account) -> None:
    same = Source.objects.get(pk=page.pk)
    assert records.save(same, by=office, verb="revised") is None
    assert (same.version, [change.verb for change in changes(page)]) == (1, ["added"])


def test_whoever_read_an_older_version_is_told_what_happened_since(
    page: Source, office: Account, operator: Account
) -> None:
    mine, yours = Source.objects.get(pk=page.pk), Source.objects.get(pk=page.pk)
    yours.lines = 20
    records.save(yours, by=operator, verb="revised")
    mine.lines = 30
    with pytest.raises(records.Conflict) as conflict:
        records.save(mine, by=office, verb="revised")
    assert [(change.by, change.fields) for change in conflict.value.since] == [(operator, {"lines": [9, 20]})]
    assert Source.objects.get(pk=page.pk).lines == 20


def test_a_record_that_is_not_valid_is_not_saved_and_leaves_no_trace(ours: Home, office: Account) -> None:
    nameless = Source(home=ours, slug="nameless")
    with pytest.raises(ValidationError) as problem:
        records.save(nameless, by=office, verb="added")
    assert list(problem.value.message_dict) == ["title"]
    assert (Source.objects.count(), Change.objects.count(), nameless.version) == (0, 0, 0)


def test_a_name_that_is_taken_is_told_as_an_error_of_its_field(page: Source, ours: Home, office: Account) -> None:
    with pytest.raises(ValidationError) as problem:
        records.save(Source(home=ours, slug="page", title=words("Another")), by=office, verb="added")
    assert list(problem.value.message_dict) == ["slug"]


def test_many_that_changed_are_saved_together_in_the_same_number_of_questions(
    page: Source, office: Account, operator: Account
) -> None:
    notes = [records.noted(page, text=words(f"Note {number}")) for number in range(3)]
    records.save_all(notes, by=operator, verb="added")
    notes[0].text = words("What hangs on a record is changed by itself")
    with pytest.raises(TypeError):
        records.save_changed(notes, by=office, verb="revised")
    others = [put(Source(home=page.home, slug=f"s{n}", title=words(f"S{n}"), lines=1)) for n in range(3)]
    asked = []
    for some in (others[:1], others):
        for one in some:
            one.lines = (one.lines or 0) + 1
        with CaptureQueriesContext(connection) as queries:
            assert records.save_changed(some, by=office, verb="revised") == len(some)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert [(change.version, change.fields, change.was) for change in changes(others[1])][1:] == [
        (2, {"lines": [1, 2]}, {"lines": 1})
    ]
    assert records.save_changed(others, by=office, verb="revised") == 0
    old = Source.objects.get(pk=others[0].pk)
    others[0].lines = 9
    records.save(others[0], by=office, verb="revised")
    old.lines = 12
    with pytest.raises(records.Conflict):
        records.save_changed([old], by=office, verb="revised")


def test_many_are_saved_together_each_with_its_change_under_one_batch(page: Source, operator: Account) -> None:
    notes = [records.noted(page, text=words(f"Note {number}")) for number in range(3)]
    cites = [records.cited(page, source=page, lines=[number]) for number in range(2)]
    assert records.save_all([*notes, *cites], by=operator, verb="loaded") == 5
    told = Change.objects.filter(verb="loaded")
    assert (told.count(), len(set(told.values_list("batch", flat=True)))) == (5, 1)
    assert {note.version for note in Note.objects.all()} == {1}
    assert changes(notes[1])[0].fields["text"] == [None, {"en": "Note 1"}]


def test_many_are_saved_all_or_none(page: Source, ours: Home, operator: Account) -> None:
    rows = [Source(home=ours, slug="twice", title=words("A")), Source(home=ours, slug="twice", title=words("B"))]
    before = Change.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        records.save_all(rows, by=operator, verb="loaded")
    assert (Source.objects.filter(slug="twice").count(), Change.objects.count()) == (0, before)


def test_one_that_is_not_valid_keeps_all_the_others_out(page: Source, operator: Account) -> None:
    before = Change.objects.count()
    with pytest.raises(ValidationError):
        records.save_all([records.noted(page, text=words("Good")), records.noted(page)], by=operator, verb="loaded")
    assert (Note.objects.count(), Change.objects.count()) == (0, before)


def test_removing_takes_what_hangs_along_and_keeps_the_history(page: Source, office: Account) -> None:
    note = put(records.noted(page, text=words("A remark")))
    cite = put(records.cited(note, source=page, lines=[3]))
    records.remove(note, by=office)
    assert (Note.objects.count(), Citation.objects.count()) == (0, 0)
    assert [(change.verb, change.title) for change in changes(note)] == [("added", "A remark"), ("removed", "A remark")]
    assert [change.verb for change in Change.objects.filter(record=cite.uuid).order_by("version")] == [
        "added",
        "removed",
    ]


def test_what_hangs_takes_home_title_and_visibility_from_its_record(ours: Home, page: Source) -> None:
    hidden = put(Source(home=ours, slug="hidden", title=words("Hidden", "非公開"), visibility="office"))
    note = records.noted(hidden, text=words("A remark"))
    assert (note.home_id, note.visibility, note.record_label) == (ours.pk, "office", "core.source")
    assert note.record_title == Text.from_json({"en": "Hidden", "ja": "非公開"})


def test_what_hangs_is_never_more_open_than_its_record(ours: Home) -> None:
    hidden = put(Source(home=ours, slug="hidden", title=words("Hidden"), visibility="office"))
    opened = put(Note(text=words("A remark"), **records.hung_on(hidden, visibility="public")))
    closer = put(Note(text=words("A remark"), **records.hung_on(hidden, visibility="sealed")))
    assert (opened.visibility, closer.visibility) == ("office", "sealed")


def test_visibility_is_carried_through_to_the_citations_of_notes_and_to_history(page: Source, office: Account) -> None:
    note = put(records.noted(page, text=words("A remark")))
    cite = put(records.cited(note, source=page, lines=[3]))
    page.visibility = "sealed"
    records.save(page, by=office, verb="sealed")
    note.refresh_from_db()
    cite.refresh_from_db()
    assert (note.visibility, cite.visibility) == ("sealed", "sealed")
    told = Change.objects.filter(record__in=[page.uuid, note.uuid, cite.uuid])
    assert set(told.values_list("visibility", flat=True)) == {"sealed"}


def test_a_record_is_found_by_kind_and_key_and_nothing_else_is(page: Source, office: Account) -> None:
    assert records.find("core.source", page.uuid) == page
    assert records.find("core.note", page.uuid) is None
    assert records.find("core.account", office.uuid) is None
    assert records.find("sessions.session", page.uuid) is None


def test_an_action_that_is_not_allowed_stops_at_its_first_line() -> None:
    records.permit(True)
    with pytest.raises(PermissionDenied):
        records.permit(False)
