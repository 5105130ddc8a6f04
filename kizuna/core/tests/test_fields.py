"""Value types in columns: what is stored comes back as it was, and what cannot be read is told at its field."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from kizuna.core.fields import FuzzyDateField, FuzzyDateInput, QuantityInput, WordsField, WordsInput
from kizuna.core.models import Figure, Home, Source
from kizuna.core.records import figured
from kizuna.core.values import FuzzyDate, Quantity, Text
from tests.cast import put, words


@pytest.mark.parametrize(
    "said", ["since April 2017", "AY2019", "2019年度", "令和元年度", "30 September to 10 October 2019", ""]
)
def test_a_date_comes_back_as_it_was_stored(said: str, ours: Home) -> None:
    date = FuzzyDate.parse(said, calendar="jp-april") if said else FuzzyDate()
    put(Source(home=ours, slug="dated", title=words("Dated"), published=date))
    assert Source.objects.get(slug="dated").published == date


def test_a_quantity_comes_back_with_its_qualifier_and_unit(page: Source) -> None:
    number = Quantity.parse("nearly 100 students annually")
    put(figured(page, measure="students", name=words("Students"), quantity=number))
    assert Figure.objects.get().quantity == number


def test_a_text_comes_back_in_all_its_languages_and_with_its_reference_mark(ours: Home) -> None:
    title = Text.from_json({"en": "Report", "ja": "報告", "ko": "보고", "reference": ["ja"]})
    put(Source(home=ours, slug="told", title=title))
    assert Source.objects.get(slug="told").title.to_json() == title.to_json()


def test_an_empty_value_is_stored_as_an_empty_object_and_never_as_null(page: Source) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT published, publisher FROM core_source WHERE slug = 'page'")
        assert [str(cell) for cell in cursor.fetchone()] == ["{}", "{}"]
    stored = Source.objects.get(pk=page.pk)
    assert (stored.published, stored.publisher) == (FuzzyDate(), Text.from_json({}))


def test_what_is_stored_but_cannot_be_read_is_an_error_of_its_field() -> None:
    with pytest.raises(ValidationError):
        FuzzyDateField().to_python({"edtf": "the day after never"})


def test_a_field_that_must_be_filled_says_so() -> None:
    with pytest.raises(ValidationError) as problem:
        WordsField(blank=False).clean(Text.from_json({}), None)
    assert problem.value.code == "blank"


def test_a_form_reads_a_date_in_words_and_shows_the_words_again() -> None:
    field = FuzzyDateInput(required=False)
    date = field.clean("since April 2017")
    assert (date.edtf, field.prepare_value(date)) == ("2017-04/..", "since April 2017")
    assert field.clean("") == FuzzyDate()


@pytest.mark.parametrize(
    ("field", "text"), [(FuzzyDateInput(), "when the plums bloom"), (QuantityInput(), "umpteen-ish")]
)
def test_a_form_says_what_it_does_not_understand(field: FuzzyDateInput | QuantityInput, text: str) -> None:
    with pytest.raises(ValidationError) as problem:
        field.clean(text)
    assert (problem.value.code, bool(problem.value.messages[0])) == ("not_understood", True)


def test_a_form_takes_a_text_box_by_box_and_leaves_empty_boxes_out() -> None:
    field = WordsInput(required=False)
    assert field.clean(["  Report ", ""]).to_json() == {"en": "Report"}
    assert field.clean(["", "報告"]).to_json() == {"ja": "報告"}


def test_editing_a_text_keeps_the_languages_that_the_form_does_not_show() -> None:
    """A Korean name, or the mark of a translation for reference, is not lost because somebody corrects the English."""
    field = WordsInput(required=False)
    field.kept = Text.from_json({"en": "Reprot", "ja": "報告", "ko": "보고", "reference": ["ja"]})
    assert field.clean(["Report", "報告"]).to_json() == {
        "en": "Report",
        "ja": "報告",
        "ko": "보고",
        "reference": ["ja"],
    }
    assert field.clean(["Report", "報告書"]).to_json() == {"en": "Report", "ja": "報告書", "ko": "보고"}


def test_a_date_left_as_it_was_stays_what_it_was_whatever_its_words() -> None:
    field = FuzzyDateInput(required=False)
    field.kept = FuzzyDate.from_json({"edtf": "2017", "stated": "in the year of the great snow"})
    assert field.clean(field.prepare_value(field.kept)) == field.kept


def test_an_academic_year_typed_into_a_form_runs_by_the_calendar_of_the_home() -> None:
    field = FuzzyDateInput(required=False)
    field.calendar = "jp-april"
    typed = field.clean("AY2019")
    assert (typed.start.earliest, typed.end.latest) == (date(2019, 4, 1), date(2020, 3, 31))
