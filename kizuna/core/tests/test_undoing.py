"""Taking changes back: whole batches, only where nobody has changed anything since, and back again."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuna.core import records, undoing
from kizuna.core.models import Account, Change, Citation, Home, Note, Record, Source
from kizuna.core.values import FuzzyDate
from kizuna.desk import actions
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Member, Outcome, Partnership, TeamUnit
from tests.cast import LONG_AGO, enter, make_partnership, put, words


def columns(record: Record) -> dict[str, Any]:
    """Every column but the version, as the database holds it."""
    fresh = type(record)._default_manager.get(uuid=record.uuid)
    return {f.attname: records.raw(fresh, f) for f in fresh._meta.concrete_fields if f.name != "version"}


def last(record: Record) -> uuid.UUID:
    """The batch of the newest change of a record."""
    found: uuid.UUID = Change.objects.filter(record=record.uuid).order_by("-version")[0].batch
    return found


def anyone(_record: Record) -> bool:
    return True


def test_an_edit_is_taken_back_and_done_again(alliance: Partnership, operator: Account) -> None:
    before = columns(alliance)
    alliance.since, alliance.name = FuzzyDate.parse("January 2013"), words("Other", "別")
    records.save(alliance, by=operator, verb="revised")
    after = columns(alliance)
    again = undoing.undo(last(alliance), by=operator, may=anyone)
    assert columns(alliance) == before
    assert list(Change.objects.filter(batch=again).values_list("verb", flat=True)) == ["undone"]
    undoing.undo(again, by=operator, may=anyone)
    assert columns(alliance) == after


def test_what_was_changed_since_stays_and_is_named(alliance: Partnership, operator: Account, office: Account) -> None:
    alliance.name = words("Second")
    records.save(alliance, by=operator, verb="revised")
    batch = last(alliance)
    alliance.name = words("Third")
    records.save(alliance, by=office, verb="revised")
    with pytest.raises(undoing.NotUndone) as told:
        undoing.undo(batch, by=operator, may=anyone)
    (obstacle,) = told.value.obstacles
    assert [(change.by, change.version) for change in obstacle.since] == [(office, 3)]
    assert str(Partnership.objects.get(pk=alliance.pk).name) == "Third"


def test_a_batch_is_taken_back_as_a_whole_or_not_at_all(
    alliance: Partnership, ours: Home, eth: Organisation, operator: Account
) -> None:
    other = make_partnership(ours, "other", eth)
    batch = uuid.uuid4()
    for row in (alliance, other):
        row.short = words("Short")
        records.save(row, by=operator, verb="revised", batch=batch)
    other.short = words("Shorter")
    records.save(other, by=operator, verb="revised")
    with pytest.raises(undoing.NotUndone):
        undoing.undo(batch, by=operator, may=anyone)
    assert str(Partnership.objects.get(pk=alliance.pk).short) == "Short"


def test_what_was_removed_comes_back_with_all_that_hung_on_it(
    alliance: Partnership, ours: Home, page: Source, operator: Account
) -> None:
    note = put(records.noted(alliance, text=words("A note")))
    cited = put(records.cited(note, source=page, lines=[3]))
    rows: list[Record] = [alliance, *Member.objects.all(), *TeamUnit.objects.all(), note, cited]
    before = [columns(row) for row in rows]
    records.remove(alliance, by=operator)
    assert (Partnership.objects.count(), Note.objects.count(), Citation.objects.count()) == (0, 0, 0)
    undoing.undo(last(alliance), by=operator, may=anyone)
    assert [columns(row) for row in rows] == before


def test_what_was_added_goes_unless_something_was_added_to_it(
    alliance: Partnership, ours: Home, operator: Account
) -> None:
    outcome = put(Outcome(home=ours, partnership=alliance, text=words("A course"), visibility="public"))
    batch = last(outcome)
    note = put(records.noted(outcome, text=words("A note")))
    with pytest.raises(undoing.NotUndone, match="A note"):
        undoing.undo(batch, by=operator, may=anyone)
    records.remove(note, by=operator)
    undoing.undo(batch, by=operator, may=anyone)
    assert not Outcome.objects.exists()


def test_what_others_point_to_is_not_taken_away(us: Organisation, alliance: Partnership, operator: Account) -> None:
    unit = Unit.objects.get(slug="gs-eng")
    with pytest.raises(undoing.NotUndone, match="in use"):
        undoing.undo(last(unit), by=operator, may=anyone)


def test_an_undo_that_would_break_a_rule_is_refused(
    alliance: Partnership, eth: Organisation, ours: Home, operator: Account
) -> None:
    member = Member.objects.get(partnership=alliance)
    records.remove(member, by=operator)
    put(Member(home=ours, partnership=alliance, organisation=eth, seen=LONG_AGO, visibility="public"))
    with pytest.raises(undoing.NotUndone):
        undoing.undo(last(member), by=operator, may=anyone)
    assert Member.objects.count() == 1


def test_sealing_and_undoing_leaves_each_row_where_it_was(alliance: Partnership, operator: Account) -> None:
    close = put(records.noted(alliance, text=words("For the office")))
    close.visibility = "office"
    put(close)
    alliance.visibility = "sealed"
    records.save(alliance, by=operator, verb="sealed")
    assert Note.objects.get().visibility == "sealed"
    undoing.undo(last(alliance), by=operator, may=anyone)
    assert (Note.objects.get().visibility, Member.objects.get().visibility) == ("office", "public")


def test_opening_what_was_sealed_opens_nothing_that_was_closer_before(alliance: Partnership, operator: Account) -> None:
    """Without an undo too: whoever publishes a partnership again does not publish the office's notes with it."""
    close = put(records.noted(alliance, text=words("For the office")))
    close.visibility = "office"
    put(close)
    for level in ("sealed", "public", "sealed", "staff"):
        alliance.visibility = level
        records.save(alliance, by=operator, verb="revised")
    assert (Note.objects.get().visibility, Member.objects.get().visibility) == ("office", "staff")
    assert set(Change.objects.filter(record=close.uuid).values_list("visibility", flat=True)) == {"office"}


def test_only_who_may_write_takes_back(alliance: Partnership, operator: Account, ours: Home, reader: Account,
                                       office: Account, other_office: Account) -> None:  # fmt: skip
    alliance.short = words("Short")
    records.save(alliance, by=operator, verb="revised")
    batch = last(alliance)
    for who, status in ((reader, 403), (other_office, 404), (None, 302)):
        assert enter(who).post(f"/desk/ours/undo/{batch}/").status_code == status
    assert enter(office).post(f"/desk/ours/undo/{batch}/").status_code == 302
    assert not Partnership.objects.get(pk=alliance.pk).short


def test_of_what_one_may_not_see_nothing_is_taken_back(
    alliance: Partnership, ours: Home, operator: Account, office: Account
) -> None:
    batch = uuid.uuid4()
    alliance.short = words("Short")
    records.save(alliance, by=operator, verb="revised", batch=batch)
    hidden = Outcome(home=ours, partnership=alliance, text=words("Zebra"), visibility="sealed")
    records.save(hidden, by=operator, verb="added", batch=batch)
    answer = enter(office).post(f"/desk/ours/undo/{batch}/")
    assert (answer.status_code, "Zebra" in answer.content.decode()) == (403, False)
    assert Outcome.objects.exists()


def test_the_conflicts_stand_on_the_page(alliance: Partnership, operator: Account, office: Account) -> None:
    alliance.short = words("Short")
    records.save(alliance, by=operator, verb="revised")
    batch = last(alliance)
    alliance.short = words("Shorter")
    records.save(alliance, by=operator, verb="revised")
    answer = enter(office).post(f"/desk/ours/undo/{batch}/")
    assert (answer.status_code, len(answer.context["obstacles"])) == (409, 1)


def test_a_page_offers_undo_after_saving(alliance: Partnership, office: Account) -> None:
    client = enter(office)
    form = {"slug": "eth", "name_en": "Renamed", "state": "active", "visibility": "public", "version": 1}
    shown = client.post(f"/desk/ours/record/partners/partnership/{alliance.uuid}/", form, follow=True)
    (message,) = shown.context["messages"]
    assert message.extra_tags == str(last(alliance))
    client.post(f"/desk/ours/undo/{message.extra_tags}/")
    assert str(Partnership.objects.get().name) == "ETH alliance"


def test_a_record_is_shown_as_recorded_on_a_day(alliance: Partnership, operator: Account, office: Account) -> None:
    now = timezone.now()
    Change.objects.filter(record=alliance.uuid).update(at=now - timedelta(days=30))
    alliance.name = words("Renamed")
    records.save(alliance, by=operator, verb="revised")
    then = (now - timedelta(days=10)).date()
    found = undoing.recorded_on(alliance, then, office)
    assert found is not None
    assert found["name"] == {"en": "ETH alliance"}
    assert undoing.recorded_on(alliance, (now - timedelta(days=40)).date(), office) is None
    page = f"/desk/ours/history/partners.partnership/{alliance.uuid}/"
    fields = dict(enter(office).get(f"{page}?recorded={then}").context["fields"])
    assert fields["name"] == {"en": "ETH alliance"}
    for asked, told in (("nonsense", "no date"), ("1999-01-01", "not on record")):
        assert told in enter(office).get(f"{page}?recorded={asked}").context["why"]


def test_what_was_hidden_then_stays_hidden(alliance: Partnership, operator: Account, reader: Account) -> None:
    alliance.footnote = words("Codename Zebra")
    records.save(alliance, by=operator, verb="revised")
    Change.objects.filter(record=alliance.uuid, version=2).update(visibility="sealed")
    yesterday = (timezone.now() - timedelta(days=1)).date()
    with pytest.raises(PermissionError):
        undoing.recorded_on(alliance, yesterday, reader)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["name", "short", "since", "state", "visibility", "group"]), st.integers(0, 3)
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_edits_taken_back_in_reverse_leave_every_column_as_it_was(
    edits: list[tuple[str, int]], alliance: Partnership, operator: Account
) -> None:
    values: dict[str, list[Any]] = {
        "name": [words("A"), words("B", "乙"), words("C"), words("D")],
        "short": [words(""), words("S"), words("T"), words("U")],
        "since": [FuzzyDate(), FuzzyDate.parse("2013"), FuzzyDate.parse("January 2014"), FuzzyDate.parse("2015/..")],
        "state": ["active", "dormant", "ended", "talks"],
        "visibility": ["public", "staff", "office", "sealed"],
        "group": [False, True, False, True],
    }
    row = Partnership.objects.get(pk=alliance.pk)
    rows: list[Record] = [row, *Member.objects.filter(partnership=row), *TeamUnit.objects.filter(partnership=row)]
    before = [columns(one) for one in rows]
    done = []
    for field, choice in edits:
        row = Partnership.objects.get(pk=alliance.pk)
        setattr(row, field, values[field][choice])
        change = records.save(row, by=operator, verb="revised")
        done += [change.batch] if change else []
    for batch in reversed(done):
        undoing.undo(batch, by=operator, may=anyone)
    assert [columns(one) for one in rows] == before


def test_the_homes_history_is_narrowed_and_paged(
    alliance: Partnership, ours: Home, office: Account, operator: Account, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        put(Outcome(home=ours, text=words(f"Outcome {number}"), visibility="staff"))
    client = enter(office)
    with django_assert_max_num_queries(20):
        shown = client.get("/desk/ours/history/?kind=partners.outcome&page=2")
    assert len(shown.context["changes"]) == 10
    assert {kind for _change, kind, _others, _can in shown.context["changes"]} == {"Outcome"}
    assert client.get(f"/desk/ours/history/?by={operator.uuid}&verb=added").status_code == 200
    for wrong in ("kind=nonsense", "by=nobody", "since=never", "verb=x"):
        assert client.get(f"/desk/ours/history/?{wrong}").status_code == 422


def test_an_action_of_the_roof_asks_the_room(
    alliance: Partnership, ours: Home, eth: Organisation, office: Account
) -> None:
    """An officer who keeps no shared records takes no change of one back."""
    eth.country = "FR"
    put(eth)
    with pytest.raises(undoing.NotUndone, match="may not"):
        actions.undo(last(eth), home=ours, by=office)
