"""Texts in several languages, and the folding of names for search."""

import copy
import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.values import NotUnderstood, Text, TextIn, fold


def test_a_text_is_found_in_the_language_wanted_or_the_next_best() -> None:
    name = Text({"ja": "東京大学", "en": "The University of Tokyo"}, frozenset({"en"}))
    assert name.get("ja") == TextIn("東京大学", "ja", reference=False)
    assert name.get("en-GB") == TextIn("The University of Tokyo", "en", reference=True)
    assert name.get("nl", "en") == TextIn("The University of Tokyo", "en", reference=True)
    assert name.get("nl") == TextIn("東京大学", "ja", reference=False)
    assert Text().get("en") == TextIn("", "", reference=False)
    assert str(name) == "東京大学"


def test_blank_texts_are_left_out_and_an_empty_text_is_false() -> None:
    assert Text({"en": " ", "ja": " 東京 "}).to_json() == {"ja": "東京"}
    assert not Text({"en": " "})


def test_its_json_names_the_languages_for_reference() -> None:
    stored = {"en": "Tokyo", "ja": "東京", "reference": ["en"]}
    assert Text.from_json(stored).to_json() == stored
    assert Text.from_json(None) == Text()


def test_language_tags_are_written_one_way() -> None:
    assert Text({"zh_hant": "臺灣", "EN-gb": "Taiwan"}).languages == ("zh-Hant", "en-GB")


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"english": "x"},
        {"en": 5},
        {"en": "x", "EN": "y"},
        {"en": "x", "reference": ["ja"]},
        {"en": "x", "reference": 5},
    ],
)
def test_what_is_not_its_json_is_refused(stored: object) -> None:
    with pytest.raises(NotUnderstood):
        Text.from_json(stored)


def test_a_text_can_be_copied_and_hashed() -> None:
    name = Text({"en": "Tokyo"})
    assert copy.deepcopy(name) == pickle.loads(pickle.dumps(name)) == name  # noqa: S301 - its own pickle
    assert len({name, Text({"en": "Tokyo"})}) == 1


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ETH Zürich", "eth zurich"),
        ("  École normale supérieure – PSL ", "ecole normale superieure psl"),
        ("Universität Straße", "universitat strasse"),
        ("Łódź, Tromsø", "lodz tromso"),
        ("ＵＴｏｋｙｏ", "utokyo"),
        ("ﾊﾟﾘ・ｶﾞ", "パリ ガ"),
        ("が か", "が か"),
        ("Việt Nam", "viet nam"),
        ("AT&T (U.S.)", "at t u s"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("東京大学", "東京大学"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
    ],
)
def test_names_are_folded_to_one_spelling(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_voiced_marks_of_kana_make_a_difference() -> None:
    assert fold("は") != fold("ば") != fold("ぱ")


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


@given(st.text(max_size=100))
def test_folding_does_not_depend_on_the_normal_form(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.dictionaries(st.sampled_from(["en", "ja", "nl", "zh-Hant"]), st.text(max_size=20)))
def test_every_text_survives_its_json(texts: dict[str, str]) -> None:
    made = Text(texts)
    assert Text.from_json(made.to_json()) == made
