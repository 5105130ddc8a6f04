"""Moves of the portfolio: a tier, rest, an end, a revival, talks, members; and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuna.core.fields import FuzzyDateInput
from kizuna.core.models import Account, Change, Citation, Home, Source
from kizuna.core.records import Conflict
from kizuna.core.values import FuzzyDate, Text
from kizuna.directory.models import Organisation, Person, Unit
from kizuna.partners import actions, moving
from kizuna.partners.models import Coordinator, Partnership, Programme, Standing, TeamUnit, Tier
from tests.cast import enter, make_organisation, put, tier_of, words

DAY = timedelta(days=1)


def on(text: str) -> FuzzyDate:
    return FuzzyDate.parse(text, calendar="jp-april")


def said(problem: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(problem.value.message_dict)


@pytest.fixture
def prospective(programme: Programme) -> Tier:
    return tier_of(programme, "prospective", 2)


@pytest.fixture
def talks(office: Account, ours: Home, programme: Programme) -> Partnership:
    zurich = make_organisation("zurich", "University of Zürich")
    return actions.begin(ours, zurich, on=on("2012-05"), by=office, programme=programme)


def tiers(row: Partnership, *days: str) -> list[str | None]:
    fresh = Partnership.objects.get(pk=row.pk)
    found = [fresh.tier_on(date.fromisoformat(day)) for day in days]
    return [tier.slug if tier else None for tier in found]


def states(row: Partnership, *days: str) -> list[str | None]:
    fresh = Partnership.objects.get(pk=row.pk)
    return [fresh.state_on(date.fromisoformat(day)) for day in days]


def test_talks_lead_to_a_tier_and_to_the_next_one(
    talks: Partnership, prospective: Tier, primary: Tier, office: Account, page: Source
) -> None:
    assert (talks.state, talks.visibility, str(talks.members.get().organisation)) == (
        "talks", "staff", "University of Zürich")  # fmt: skip
    actions.place(talks, prospective, on=on("2014-04-01"), by=office, grounds=words("A joint workshop runs"))
    cite = {"source": page, "lines": [3], "place": ""}
    standing = actions.place(talks, primary, on=on("2017-04-01"), by=office, cite=cite)
    assert tiers(talks, "2014-03-31", "2014-04-01", "2017-03-31", "2017-04-01") == [
        None, "prospective", "prospective", "primary"]  # fmt: skip
    assert states(talks, "2012-04-30", "2012-06-01", "2014-03-31", "2014-04-01", "2020-01-01") == [
        None, "talks", "talks", "active", "active"]  # fmt: skip
    talks.refresh_from_db()
    assert (talks.state, talks.since) == ("active", on("2014-04-01"))
    assert Citation.objects.get(record=standing.uuid).lines == [3]


def test_a_move_is_one_batch(talks: Partnership, primary: Tier, office: Account) -> None:
    before = Change.objects.latest("pk").pk
    actions.place(talks, primary, on=on("2014-04-01"), by=office)
    made = Change.objects.filter(pk__gt=before)
    assert (len({change.batch for change in made}), {change.verb for change in made}) == (1, {"placed", "ended"})


def test_a_date_known_to_the_year_leaves_both_open_within_it_and_nothing_twice(
    alliance: Partnership, prospective: Tier, office: Account
) -> None:
    actions.place(alliance, prospective, on=on("2019"), by=office)
    assert tiers(alliance, "2018-12-31", "2019-01-01", "2019-06-01", "2019-12-30", "2019-12-31") == [
        "primary", None, None, None, "prospective"]  # fmt: skip
    old = alliance.standings.get(tier__slug="primary")
    assert (old.ends_first, old.ends_last) == (date(2018, 12, 31), date(2019, 12, 30))


def test_an_academic_year_is_one_of_the_homes_calendar(
    alliance: Partnership, prospective: Tier, office: Account
) -> None:
    actions.place(alliance, prospective, on=on("AY2019"), by=office)
    assert tiers(alliance, "2019-03-31", "2019-04-01", "2020-03-31") == ["primary", None, "prospective"]


def test_an_end_takes_the_tier_the_team_and_the_coordinators_along(alliance: Partnership, office: Account) -> None:
    stage = actions.end(alliance, on=on("2020-04-01"), reason=words("The agreement ran out"), by=office)
    alliance.refresh_from_db()
    assert (alliance.state, str(stage.reason)) == ("ended", "The agreement ran out")
    assert tiers(alliance, "2020-03-31", "2020-04-01") == ["primary", None]
    teams = [alliance.team_on(day) for day in (date(2020, 3, 31), date(2020, 4, 1))]
    assert [len(team) for team in teams] == [1, 0]
    assert states(alliance, "2020-03-31", "2020-04-01") == ["active", "ended"]
    with pytest.raises(ValidationError):
        actions.end(alliance, on=on("2021-04-01"), reason=words("Again"), by=office)


def test_a_revival_chooses_the_tier_and_who_returns(
    alliance: Partnership, prospective: Tier, office: Account, us: Organisation, ours: Home
) -> None:
    law = put(Unit(organisation=us, slug="law", abbreviation="Law", name=words("Law"), visibility="public"))
    put(TeamUnit(home=ours, partnership=alliance, unit=law, seen=date(2000, 1, 1), visibility="public"))
    actions.end(alliance, on=on("2020-04-01"), reason=words("Paused"), by=office)
    former = list(alliance.team.filter(unit=law))
    actions.revive(alliance, on=on("2022-04-01"), by=office, tier=prospective, team=former)
    alliance.refresh_from_db()
    assert [place.unit.slug for place in alliance.team_on(date(2022, 4, 1))] == ["law"]
    assert (alliance.state, tiers(alliance, "2022-03-31", "2022-04-01")) == ("active", [None, "prospective"])


def test_coordinators_who_ended_with_it_are_offered_and_return_dated(
    alliance: Partnership, ours: Home, office: Account
) -> None:
    ada, ben, zoe = (put(Person(home=ours, slug=name, given=name.title(), visibility=level))
                     for name, level in (("ada", "staff"), ("ben", "staff"), ("zoe", "sealed")))  # fmt: skip
    led = {who.slug: put(Coordinator(home=ours, partnership=alliance, person=who, side="home", begins=on("2016-04-01"),
                                     visibility="staff")) for who in (ada, ben, zoe)}  # fmt: skip
    actions.end(alliance, on=on("2020-04-01"), reason=words("Paused"), by=office)
    page = enter(office).get("/desk/ours/partners/eth/revive/").content.decode()
    assert ["Ada · Our side (until 31 March 2020)" in page, "Zoe" in page] == [True, False]
    sent = {"begins": "2022-04-01", "coordinators": [str(led["ada"].pk)], "team": [str(alliance.team.get().pk)]}
    assert enter(office).post("/desk/ours/partners/eth/revive/", sent).status_code == 302
    told = [(one.person.slug, one.held_on(date(2021, 1, 1)), one.held_on(date(2022, 4, 1)))
            for one in alliance.coordinators.order_by("person__slug", "pk")]  # fmt: skip
    assert told == [("ada", False, False), ("ada", False, True), ("ben", False, False), ("zoe", False, False)]
    assert [place.unit.slug for place in alliance.team_on(date(2022, 4, 1))] == ["gs-eng"]
    actions.end(alliance, on=on("2024-04-01"), reason=words("Again"), by=office)
    with pytest.raises(ValidationError) as problem:
        actions.revive(alliance, on=on("2025-04-01"), by=office, coordinators=[led["ada"], led["ada"]])
    assert (said(problem), alliance.coordinators.filter(ends_last=None).exists()) == ({"coordinators"}, False)


def test_a_date_is_offered_in_the_words_of_the_page_and_read_back_as_the_same() -> None:
    asked = FuzzyDateInput()
    with override("ja"):
        shown = [asked.prepare_value(on(text)) for text in ("2026-11-21", "2026-11")]
        assert (shown, [str(asked.clean(text).edtf) for text in shown]) == (
            ["2026年11月21日", "2026年11月"], ["2026-11-21", "2026-11"])  # fmt: skip


def test_what_rests_keeps_its_tier_and_its_team(alliance: Partnership, office: Account) -> None:
    actions.rest(alliance, on=on("2020-04-01"), reason=Text(), by=office)
    assert (alliance.state, len(alliance.team_on(date(2020, 5, 1)))) == ("dormant", 1)
    actions.revive(alliance, on=on("2021-04-01"), by=office)
    assert states(alliance, "2020-03-31", "2020-04-01", "2021-03-31", "2021-04-01") == [
        "active", "dormant", "dormant", "active"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "field"),
    [("2000-01-01", "on"), ("1999", "on"), ("2017/2019", "on"), ("", "on")],
    ids=["on the day it is seen", "before it", "a span", "nothing"],
)
def test_a_date_that_does_not_fit_is_refused(
    text: str, field: str, alliance: Partnership, prospective: Tier, office: Account
) -> None:
    with pytest.raises(ValidationError) as problem:
        actions.place(alliance, prospective, on=on(text) if text else FuzzyDate(), by=office)
    assert said(problem) == {field}
    assert alliance.standings.count() == 1


def test_a_state_is_never_dated_into_the_future(alliance: Partnership, office: Account) -> None:
    with pytest.raises(ValidationError) as problem:
        actions.end(alliance, on=on("2999-01-01"), reason=words("Soon"), by=office)
    assert said(problem) == {"on"}


def test_the_same_tier_again_and_a_foreign_one_are_refused(
    alliance: Partnership, primary: Tier, office: Account, ours: Home, theirs: Home
) -> None:
    other = put(Programme(home=ours, slug="other", name=words("Other"), visibility="public"))
    strange = tier_of(put(Programme(home=theirs, slug="theirs", name=words("Theirs"), visibility="public")))
    alliance.programme = primary.programme
    put(alliance)
    for tier in (primary, tier_of(other), strange):
        with pytest.raises(ValidationError) as problem:
            actions.place(alliance, tier, on=on("2020-01-01"), by=office)
        assert said(problem) == {"tier"}


def test_two_standings_at_once_are_refused_even_by_a_plain_edit(
    alliance: Partnership, prospective: Tier, office: Account, ours: Home
) -> None:
    own = {"home": ours, "partnership": alliance, "tier": prospective, "visibility": "public"}
    with pytest.raises(ValidationError) as problem:
        actions.revise(Standing(begins=on("2020-01-01"), **own), by=office)
    assert said(problem) == {"begins"}
    answer = enter(office).post(
        f"/desk/ours/record/partners/standing/add/?partnership={alliance.uuid}",
        {"partnership": alliance.pk, "tier": prospective.pk, "order": 1, "begins": "2020", "visibility": "public"},
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["begins"])


def test_what_is_sealed_stands_in_the_way_without_being_named(
    alliance: Partnership, office: Account, us: Organisation, ours: Home
) -> None:
    secret = put(Unit(organisation=us, slug="secret", abbreviation="SEC", name=words("Secret"), visibility="public"))
    put(TeamUnit(home=ours, partnership=alliance, unit=secret, begins=on("2021-01-01"), visibility="sealed"))
    with pytest.raises(ValidationError) as problem:
        actions.end(alliance, on=on("2020-01-01"), reason=words("Over"), by=office)
    assert "SEC" not in str(problem.value.message_dict)


def test_a_group_gains_and_loses_members(alliance: Partnership, eth: Organisation, office: Account) -> None:
    epfl = make_organisation("epfl", "EPFL")
    with pytest.raises(ValidationError) as problem:
        actions.admit(alliance, epfl, on=on("2015-01-01"), by=office)
    assert said(problem) == {"group"}
    joined = actions.admit(alliance, epfl, on=on("2015-01-01"), by=office, group=True)
    actions.release(alliance.members.get(organisation=eth), on=on("2018-01-01"), by=office)
    alliance.refresh_from_db()
    found = {
        year: {one.organisation.slug for one in alliance.members_on(date(year, 1, 1))} for year in (2014, 2015, 2018)
    }
    assert (alliance.group, found) == (True, {2014: {"eth-zurich"}, 2015: {"eth-zurich", "epfl"}, 2018: {"epfl"}})
    with pytest.raises(ValidationError):
        actions.release(joined, on=on("2019-01-01"), by=office)
    with pytest.raises(ValidationError) as again:
        actions.admit(alliance, epfl, on=on("2019-01-01"), by=office)
    assert said(again) == {"organisation"}


def test_talks_with_a_partner_must_grow_out_of_the_partnership(
    alliance: Partnership, eth: Organisation, ours: Home, office: Account
) -> None:
    with pytest.raises(ValidationError) as problem:
        actions.begin(ours, eth, on=on("2020"), by=office)
    assert said(problem) == {"organisation"}
    made = actions.begin(ours, eth, on=on("2020"), by=office, grows_out_of=alliance)
    assert (made.slug, made.state, made.grows_out_of) == ("eth-zurich", "talks", alliance)


def test_whoever_read_before_another_moved_is_told_so(
    alliance: Partnership, prospective: Tier, office: Account, trusted: Account
) -> None:
    mark = moving.mark_of(alliance)
    actions.place(alliance, prospective, on=on("2019-01-01"), by=trusted, mark=mark)
    with pytest.raises(Conflict) as conflict:
        actions.end(alliance, on=on("2020-01-01"), reason=words("Over"), by=office, mark=mark)
    assert {change.by for change in conflict.value.since} == {trusted}
    assert Partnership.objects.get(pk=alliance.pk).state == "active"


@pytest.mark.parametrize("who", ["coordinator", "reviewer", "reader", "other_office"])
def test_only_the_office_moves(
    who: str, alliance: Partnership, prospective: Tier, request: pytest.FixtureRequest, ours: Home, eth: Organisation
) -> None:
    by: Account = request.getfixturevalue(who)
    when, why = on("2020"), words("Why")
    for act in (
        lambda: actions.place(alliance, prospective, on=when, by=by),
        lambda: actions.end(alliance, on=when, reason=why, by=by),
        lambda: actions.rest(alliance, on=when, reason=why, by=by),
        lambda: actions.revive(alliance, on=when, by=by),
        lambda: actions.begin(ours, eth, on=when, by=by),
        lambda: actions.admit(alliance, eth, on=when, by=by),
        lambda: actions.release(alliance.members.get(), on=when, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    codes = {enter(by).get(f"/desk/ours/partners/eth/{verb}/").status_code for verb in ("place", "end", "members")}
    assert codes == ({404} if who == "other_office" else {403})


# The pages.


def test_the_page_moves_a_partnership_with_the_condition_that_is_met(
    alliance: Partnership, programme: Programme, office: Account
) -> None:
    tier = tier_of(programme, "closest", 3)
    tier.criterion = Text.from_json({"en": "an agreement; three schools", "ja": "協定がある；三部局"})
    put(tier)
    browser = enter(office)
    shown = browser.get("/desk/ours/partners/eth/place/")
    assert shown.status_code == 200
    asked = {"tier": tier.pk, "begins": "April 2019", "mark": shown.context["form"]["mark"].value()}
    bare = browser.post("/desk/ours/partners/eth/place/", asked)
    assert (bare.status_code, list(bare.context["form"].errors)) == (422, ["grounds"])
    done = browser.post("/desk/ours/partners/eth/place/", {**asked, f"met_{tier.pk}": ["1"], "grounds_en": "Since May"})
    assert (done.status_code, done.headers["Location"]) == (302, "/desk/ours/partners/eth/")
    standing = alliance.standings.get(tier=tier)
    assert standing.grounds == Text({"en": "three schools; Since May", "ja": "三部局"})
    assert (standing.begins.edtf, standing.order, standing.visibility) == ("2019-04", 0, "public")


def test_the_page_shows_anothers_move_and_keeps_what_was_typed(
    alliance: Partnership, prospective: Tier, office: Account, trusted: Account
) -> None:
    browser = enter(office)
    mark = browser.get("/desk/ours/partners/eth/end/").context["form"]["mark"].value()
    actions.place(alliance, prospective, on=on("2019-01-01"), by=trusted)
    typed = {"begins": "2020-04-01", "reason_en": "It ran out", "mark": mark}
    answer = browser.post("/desk/ours/partners/eth/end/", typed)
    assert (answer.status_code, "It ran out" in answer.content.decode()) == (409, True)
    assert [change.by for change in answer.context["since"]] == [trusted] * len(answer.context["since"])
    again = browser.post("/desk/ours/partners/eth/end/", {**typed, "mark": answer.context["form"]["mark"].value()})
    assert again.status_code == 302
    alliance.refresh_from_db()
    assert alliance.state == "ended"


def test_a_bad_date_comes_back_on_its_field(alliance: Partnership, office: Account) -> None:
    for text in ("03/04/2019", "1999", "2999-01-01", "x" * 300, ""):
        answer = enter(office).post("/desk/ours/partners/eth/end/", {"begins": text, "reason_en": "Over"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["begins"])


def test_every_page_of_a_move_opens(alliance: Partnership, ours: Home, office: Account) -> None:
    verbs = ("place", "end", "rest", "revive", "members")
    assert {enter(office).get(f"/desk/ours/partners/eth/{verb}/").status_code for verb in verbs} == {200}
    member = alliance.members.get()
    assert enter(office).get(f"/desk/ours/members/{member.uuid}/release/").status_code == 200
    asked = f"/desk/ours/talks/?organisation={member.organisation.uuid}&grows_out_of={alliance.uuid}"
    assert enter(office).get(asked).status_code == 200


def test_talks_begin_from_an_institution(alliance: Partnership, eth: Organisation, office: Account) -> None:
    typed = {"organisation": eth.pk, "begins": "2019", "grows_out_of": alliance.pk}
    answer = enter(office).post("/desk/ours/talks/", typed)
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/desk/ours/partners/eth-zurich/")


# Any sequence.

MOVES = st.lists(
    st.tuples(
        st.sampled_from(["primary", "prospective", "end", "rest", "revive", "revive prospective"]),
        st.dates(date(2001, 1, 1), date(2024, 12, 31)),
        st.sampled_from(["day", "month", "year"]),
    ),
    max_size=5,
)
Told = list[tuple[FuzzyDate, str | None]]
bounds = moving.bounds
CUT = {"day": 10, "month": 7, "year": 4}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_moved_one_tier_and_one_state_hold_at_most(
    moves: list[tuple[str, date, str]], alliance: Partnership, primary: Tier, prospective: Tier, office: Account
) -> None:
    """And where it is known, the day's answer is the one that the moves tell."""
    own = {"primary": primary, "prospective": prospective}
    tiers_told: Told = []
    states_told: Told = []
    with transaction.atomic():
        row = Partnership.objects.get(pk=alliance.pk)
        for verb, day, precision in moves:
            when = FuzzyDate(day.isoformat()[: CUT[precision]])
            was = row.state
            try:
                with transaction.atomic():
                    _do(row, verb, when, own, office)
            except ValidationError:
                row.refresh_from_db()
                continue
            held = moving.current(row)
            slug = held.tier.slug if held else None
            if slug != (tiers_told[-1][1] if tiers_told else "primary"):
                tiers_told.append((when, slug))
            if row.state != was:
                states_told.append((when, row.state))
        row = Partnership.objects.get(pk=row.pk)
        edges = {
            edge for when, _what in [*tiers_told, *states_told] for edge in (when.start.earliest, when.start.latest)
        }
        for day in {near for edge in edges if edge for near in (edge - DAY, edge, edge + DAY)}:
            holding = [one.tier.slug for one in row.standings.all() if one.held_on(day)]
            living = [one.state for one in row.stages.all() if one.held_on(day)]
            assert (len(holding) <= 1, len(living) <= 1) == (True, True)
            assert holding == expected(tiers_told, "primary", day, holding)
            assert not states_told or living == expected(states_told, None, day, living)
        transaction.set_rollback(True)


def expected(told: Told, at_first: str | None, day: date, found: list[str]) -> list[str]:
    """What a day's answer must be; what was found, where the date of a move leaves the day open."""
    if any(bounds(when)[0] <= day < bounds(when)[1] for when, _what in told):
        return found if not found or len(told) > 1 else []
    known = [what for when, what in told if bounds(when)[1] <= day]
    if not known and at_first is None:
        return found
    what = known[-1] if known else at_first
    return [what] if what else []


def _do(row: Partnership, verb: str, when: FuzzyDate, own: dict[str, Tier], office: Account) -> None:
    if verb in own:
        actions.place(row, own[verb], on=when, by=office)
    elif verb == "end":
        actions.end(row, on=when, reason=words("Over"), by=office)
    elif verb == "rest":
        actions.rest(row, on=when, reason=Text(), by=office)
    else:
        actions.revive(row, on=when, by=office, tier=own.get(verb.removeprefix("revive").strip()))
