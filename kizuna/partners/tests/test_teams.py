"""Forming a team: invitations, answers, the published list, joining and leaving with their dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kizuna.core.models import Account, Home, Membership
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Charge, Organisation, Person, Unit
from kizuna.partners import actions
from kizuna.partners.models import Coordinator, Invitation, Link, Partnership, TeamUnit
from tests.cast import LONG_AGO, enter, put, words

DAY = date(2020, 4, 1)
BEFORE = date(2020, 3, 31)


@pytest.fixture
def law(us: Organisation, ours: Home, coordinator: Account) -> Unit:
    """A department that is on no team, in the coordinator's charge."""
    made = put(
        Unit(organisation=us, slug="law", abbreviation="GS Law", name=words("Law"), seen=LONG_AGO, visibility="public")
    )
    put(Charge(home=ours, membership=Membership.objects.get(account=coordinator), unit=made, visibility="staff"))
    return made


def asked(row: Partnership, unit: Unit, by: Account) -> Invitation:
    made = Invitation(home=row.home, partnership=row, unit=unit, word="You go there every year")
    actions.invite(made, by=by)
    return made


def test_a_department_is_invited_agrees_and_stands_on_the_list_from_a_day_on(
    alliance: Partnership, law: Unit, office: Account, coordinator: Account
) -> None:
    invitation = asked(alliance, law, office)
    actions.agree(invitation, reply="Gladly", by=coordinator)
    (place,) = actions.publish(alliance, day=DAY, by=office)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.place, place.unit, place.visibility) == ("listed", place, law, "public")
    assert (place.held_on(BEFORE), place.held_on(DAY), place.order) == (False, True, 1)


def test_only_who_is_in_charge_answers_and_only_the_office_invites(
    alliance: Partnership, law: Unit, engineering: Unit, office: Account, coordinator: Account, reader: Account
) -> None:
    with pytest.raises(PermissionDenied):
        asked(alliance, law, coordinator)
    invitation = asked(alliance, law, office)
    with pytest.raises(PermissionDenied):
        actions.agree(invitation, by=reader)
    Charge.objects.all().delete()
    with pytest.raises(PermissionDenied):
        actions.agree(invitation, by=coordinator)


def test_who_is_on_the_team_or_asked_already_is_not_asked_again(
    alliance: Partnership, law: Unit, engineering: Unit, office: Account
) -> None:
    with pytest.raises(ValidationError):
        asked(alliance, engineering, office)
    asked(alliance, law, office)
    with pytest.raises(ValidationError), transaction.atomic():
        asked(alliance, law, office)


def test_a_no_keeps_a_department_off_the_list_and_it_can_be_asked_again(
    alliance: Partnership, law: Unit, office: Account, coordinator: Account
) -> None:
    actions.decline(asked(alliance, law, office), reply="Next year", by=coordinator)
    with pytest.raises(ValidationError):
        actions.publish(alliance, day=DAY, by=office)
    assert asked(alliance, law, office).state == "invited"


def test_an_answer_is_given_once(alliance: Partnership, law: Unit, office: Account, coordinator: Account) -> None:
    invitation = asked(alliance, law, office)
    same = Invitation.objects.get(pk=invitation.pk)
    actions.call_off(invitation, by=office)
    with pytest.raises(ValidationError):
        actions.agree(same, by=coordinator)


def test_who_leaves_was_there_until_then(alliance: Partnership, office: Account) -> None:
    place = alliance.team.get()
    with pytest.raises(ValidationError):
        actions.leave(place, ends=FuzzyDate(), by=office)
    actions.leave(place, ends=FuzzyDate.parse("2020-03-31"), by=office)
    assert (place.held_on(BEFORE), place.held_on(DAY)) == (True, False)
    with pytest.raises(ValidationError):
        actions.leave(place, ends=FuzzyDate.parse("2021"), by=office)


def test_the_list_remembers_who_coordinated_before(
    alliance: Partnership, law: Unit, office: Account, coordinator: Account, ours: Home
) -> None:
    actions.agree(asked(alliance, law, office), by=coordinator)
    (newer,) = actions.publish(alliance, day=date(2019, 4, 1), by=office)
    older = alliance.team.exclude(pk=newer.pk).get()
    actions.coordinate(alliance, older, day=date(2019, 10, 1), by=office)
    person = put(Person(home=ours, slug="p", family="Mihon", given="Hanako", visibility="public"))
    named = Coordinator(person=person, begins=FuzzyDate.parse("2020-04-01"), visibility="public")
    actions.coordinate(alliance, newer, day=DAY, by=office, person=named)

    def leads(day: date) -> list[str]:
        return [place.unit.slug for place in alliance.team.all() if place.held_on(day) and place.is_coordinating]

    assert (leads(date(2019, 9, 30)), leads(BEFORE), leads(DAY)) == ([], ["gs-eng"], ["law"])
    here = [place for place in TeamUnit.objects.all() if place.held_on(DAY)]
    assert sorted(place.unit.slug for place in here) == ["gs-eng", "law"]
    assert Coordinator.objects.get().person == person


def test_the_page_leads_from_ties_to_the_list(
    alliance: Partnership, law: Unit, office: Account, coordinator: Account, ours: Home
) -> None:
    put(
        Link(
            home=ours, partnership=alliance, unit=law, kind="project", text=words("Law of bridges"), visibility="staff"
        )
    )
    client, page = enter(office), "/desk/ours/partners/eth/team/"
    assert [unit for unit, _links in client.get(page).context["tied"]] == [law]
    client.post(f"{page}invite/", {"unit": law.pk, "word": "Your project"})
    invitation = Invitation.objects.get()
    theirs = enter(coordinator)
    assert theirs.get(page).context["asked"] == [(invitation, True)]
    assert theirs.post(f"{page}publish/", {"day": "2020-04-01"}).status_code == 403
    theirs.post(f"/desk/ours/invitations/{invitation.uuid}/agree/", {"reply": "Yes"})
    client.post(f"{page}publish/", {"day": "2020-04-01"})
    shown = client.get(page).context
    assert [place.unit.slug for place, _held in shown["places"]] == ["gs-eng", "law"]
    place = TeamUnit.objects.get(unit=law)
    client.post(f"/desk/ours/team/{place.uuid}/leave/", {"ends": "2021"})
    assert [row.unit.slug for row in client.get(page).context["left"]] == ["law"]


@pytest.mark.parametrize("data", [{}, {"unit": "x"}, {"unit": "99999999"}, {"unit": "1", "word": "w" * 5000}])
def test_bad_input_is_told_and_changes_nothing(data: dict[str, Any], alliance: Partnership, office: Account) -> None:
    answer = enter(office).post("/desk/ours/partners/eth/team/invite/", data)
    assert (answer.status_code, Invitation.objects.count()) == (302, 0)
    for part, told in (("publish", {"day": "never"}),):
        assert enter(office).post(f"/desk/ours/partners/eth/team/{part}/", told).status_code == 302
    assert enter(office).post("/desk/ours/invitations/not-a-key/agree/").status_code == 404


def test_another_home_does_not_meet_the_page(alliance: Partnership, other_office: Account, law: Unit) -> None:
    client = enter(other_office)
    assert client.get("/desk/ours/partners/eth/team/").status_code == 404
    assert client.post("/desk/ours/partners/eth/team/invite/", {"unit": law.pk}).status_code == 404
