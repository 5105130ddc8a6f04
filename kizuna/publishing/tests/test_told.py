"""What pages say, as plain data."""

from __future__ import annotations

from kizuna.core.values import FuzzyDate, Text
from kizuna.publishing.told import fingerprint_of, tell, wanting


def test_two_pages_that_say_the_same_have_one_fingerprint() -> None:
    assert fingerprint_of({"a": 1, "b": ["日本"]}) == fingerprint_of({"b": ["日本"], "a": 1})
    assert fingerprint_of({"a": 1}) != fingerprint_of({"a": 2})


def test_words_in_another_language_say_so_and_are_counted_as_wanting() -> None:
    tree = {
        "title": Text.from_json({"ja": "題"}),
        "rows": [Text.from_json({"en": "One", "ja": "一", "reference": ["ja"]})],
    }
    told = tell(tree, "en")
    assert told == {"title": {"words": "題", "in": "ja", "reference": False}, "rows": ["One"]}
    assert (list(wanting(told, "en")), list(wanting(tell(tree, "ja"), "ja"))) == (["題"], [])
    assert tell(tree, "ja")["rows"] == [{"words": "一", "in": "ja", "reference": True}]


def test_words_of_a_source_for_a_date_bear_their_language_and_wait_for_no_translation() -> None:
    tree = {"since": FuzzyDate("", "for many years"), "until": FuzzyDate("2019-05")}
    told = tell(tree, "ja")
    assert told["since"] == {"words": "for many years", "in": "en", "reference": False, "quoted": True}
    assert (tell(tree, "en")["since"], told["until"]) == ("for many years", "2019年5月")
    assert list(wanting(told, "ja")) == []
