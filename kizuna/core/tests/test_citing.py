"""Sources beside a page: numbered in the order asked for, passages in the order of lines, words only where attached."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kizuna.core import actions, records
from kizuna.core.citing import Footnotes
from kizuna.core.models import Account, Citation, Home, Note, Source
from kizuna.core.values import FuzzyDate
from tests.cast import put, words

TEXT = "\n".join(f"Line {number}." for number in range(1, 10)).encode()


@pytest.fixture
def remarks(page: Source) -> list[Note]:
    """Three remarks that cite lines 5, 2–3 and 5 of our page."""
    rows = [put(records.noted(page, text=words(f"Remark {number}"))) for number in range(3)]
    for row, lines in zip(rows, ([5], [2, 3], [5]), strict=True):
        put(records.cited(row, source=page, lines=lines))
    return rows


def test_numbers_are_given_in_the_order_in_which_a_page_asks(remarks: list[Note], office: Account) -> None:
    told = Footnotes(remarks, office)
    asked = [[number for number, _citation in told.every(row)] for row in (remarks[1], remarks[0], remarks[2])]
    assert asked == [[1], [2], [2]]


def test_only_what_was_asked_for_stands_beside_the_page_in_the_order_of_lines(
    remarks: list[Note], office: Account
) -> None:
    told = Footnotes(remarks, office)
    assert told.panels() == []
    told.every(remarks[0])
    told.every(remarks[1])
    [panel] = told.panels()
    assert [(passage.line, passage.numbers) for passage in panel.passages] == [(2, [2]), (3, [2]), (5, [1])]
    assert [passage.anchors for passage in panel.passages] == [[2], [], [1]]


def test_a_citation_of_one_field_answers_for_that_field_only(page: Source, office: Account) -> None:
    put(records.cited(page, source=page, lines=[1]))
    put(records.cited(page, source=page, lines=[7], field="published"))
    told = Footnotes([page], office)
    assert [citation.lines for _number, citation in told.of(page)] == [[1]]
    assert [citation.lines for _number, citation in told.of(page, "published")] == [[7]]
    assert [citation.lines for _number, citation in told.every(page)] == [[1], [7]]


def test_a_source_is_not_named_to_whoever_may_not_see_it(
    ours: Home, page: Source, reader: Account, office: Account
) -> None:
    hidden = put(Source(home=ours, slug="hidden", title=words("Hidden"), visibility="office"))
    note = put(records.noted(page, text=words("Public")))
    put(records.cited(note, source=hidden, lines=[1]))
    seen = {who: [c.source.slug for _n, c in Footnotes([note], who).every(note)] for who in (reader, office)}
    assert seen == {reader: [], office: ["hidden"]}


def test_the_words_of_a_passage_are_shown_to_staff_once_they_are_attached(
    page: Source, remarks: list[Note], office: Account, reader: Account
) -> None:
    def shown(who: Account | AnonymousUser) -> list[str]:
        told = Footnotes(remarks, who)
        told.every(remarks[1])
        return [passage.words for passage in told.panels()[0].passages]

    assert shown(office) == ["", ""]
    actions.attach(page, name="page.txt", content=TEXT, by=office)
    assert (shown(office), shown(reader)) == (["Line 2.", "Line 3."], ["Line 2.", "Line 3."])
    assert shown(AnonymousUser()) == ["", ""]


def test_a_line_beyond_the_text_has_no_words(page: Source, office: Account) -> None:
    put(records.cited(page, source=page, lines=[99]))
    actions.attach(page, name="page.txt", content=TEXT, by=office)
    told = Footnotes([page], office)
    told.every(page)
    assert [(passage.line, passage.words) for passage in told.panels()[0].passages] == [(99, "")]


@pytest.mark.parametrize(
    ("lines", "written"),
    [([], ""), ([46], "46"), ([46, 48, 103], "46, 48, 103"), ([58, 59, 60], "58–60"), ([3, 1, 2, 9, 2], "1–3, 9")],
)
def test_lines_are_written_as_people_write_them(lines: list[int], written: str) -> None:
    assert Citation(lines=lines).lines_text() == written


def test_a_page_costs_the_same_number_of_queries_however_many_records_it_cites(
    page: Source, office: Account, django_assert_num_queries: object
) -> None:
    """Two citations or twenty: one look at the citations."""
    rows = [put(records.noted(page, text=words(f"R{number}"), when=FuzzyDate())) for number in range(6)]
    for row in rows:
        put(records.cited(row, source=page, lines=[row.pk % 9 + 1]))
    assert office.roles
    for some in (rows[:2], rows):
        with django_assert_num_queries(1):  # type: ignore[operator]
            told = Footnotes(some, office)
            for row in some:
                told.every(row)
            told.panels()
