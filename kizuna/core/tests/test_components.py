"""The components say what they should, in both languages, and keep what people typed from becoming markup."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory, override_settings
from django.utils.translation import override

from kizuna.core import matrix, showcase, timeline
from kizuna.core.values import Text

BOTH = Text({"en": "Harbour University", "ja": "港湾大学"})
ENGLISH = Text({"en": "Tidal lagoons"})
REFERENCE = Text({"en": "Harbour Days", "ja": "港湾の日"}, frozenset({"ja"}))


def drawn(source: str, language: str = "en", **context: object) -> str:
    with override(language):
        page = Template(source).render(Context(context))
    return re.sub(r"\s+", " ", page).strip()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


# ---- texts in languages ----


def test_a_text_stands_in_the_language_of_the_page() -> None:
    assert [drawn("{% langtext t %}", code, t=BOTH) for code in ("en", "ja")] == ["Harbour University", "港湾大学"]


def test_a_missing_language_falls_back_and_says_so() -> None:
    japanese = Text({"ja": "干潟"})
    assert drawn("{% langtext t %}", "en", t=japanese) == (
        '<span lang="ja">干潟</span><span class="langmark" title="No English text yet">'
        '<span aria-hidden="true">JA</span><span class="vh"> (No English text yet)</span></span>'
    )


def test_a_fallback_without_its_mark_keeps_the_language() -> None:
    assert drawn("{% langtext t mark=False %}", "ja", t=ENGLISH) == '<span lang="en">Tidal lagoons</span>'


def test_a_translation_for_reference_is_marked_only_in_its_language() -> None:
    assert drawn("{% langtext t %}", "en", t=REFERENCE) == "Harbour Days"
    assert 'class="langmark"' in drawn("{% langtext t %}", "ja", t=REFERENCE)


def test_plain_strings_nothing_and_lazy_texts_pass_unchanged() -> None:
    assert [drawn("{% langtext t %}", t=value) for value in ("Tokyo", None, Text())] == ["Tokyo", "", ""]


def test_the_filter_gives_the_words_alone_for_titles_and_attributes() -> None:
    assert drawn("{{ t|in_language }}", "ja", t=ENGLISH) == "Tidal lagoons"


# ---- nothing typed becomes markup ----


@pytest.mark.parametrize(
    "source",
    [
        "{% langtext t %}",
        "{% card title=t sub=t %}{{ t }}{% endcard %}",
        "{% badge %}{{ t }}{% endbadge %}",
        "{% chip url=t %}{{ t }}{% endchip %}",
        "{% keyfact title=t big=t small=t mid=t %}{{ t }}{% endkeyfact %}",
        "{% table caption=t %}{{ t }}{% endtable %}",
        "{% empty title=t action_url=t action_label=t %}{{ t }}{% endempty %}",
        "{% unknown items title=t sub=t action_url=t action_label=t %}",
        "{% cite t t t %}",
        "{% timeline lanes years phases mark note=t %}",
        "{% matrix columns rows caption=t sum_label=t note_label=t source=t %}",
    ],
)
def test_what_people_typed_is_escaped(source: str) -> None:
    bad = '"><script>x</script>'
    html = drawn(
        source,
        t=bad,
        items=[bad],
        years=range(2012, 2025),
        lanes=[{"label": bad, "sub": bad, "bars": [{"x": 2013, "width": 2, "label": bad}]}],
        phases=[{"label": bad, "start": 2014, "end": 2016}],
        mark={"x": 2021, "label": bad},
        columns=[{"key": "a", "label": bad, "small": bad, "url": bad, "group": bad}],
        rows=[{"label": bad, "url": bad, "note": bad, "cells": {"a": {"url": bad, "title": bad}}}],
    )
    assert ("<script" in html, '"">' in html) == (False, False)


def test_content_of_a_block_keeps_its_markup() -> None:
    assert drawn("{% badge tone='gold' %} <b>Primary</b> {% endbadge %}") == (
        '<span class="badge badge-gold"><b>Primary</b></span>'
    )


# ---- small pieces ----


def test_a_citation_links_its_number_and_names_itself() -> None:
    assert plain(drawn("{% cite 3 '#s3' %}")) == "Source 3"
    assert drawn("{% cite 3 %}") == '<span class="cite">3</span>'


def test_nothing_unknown_draws_no_card() -> None:
    assert drawn("{% unknown items %}", items=[]) == ""


def test_unknown_things_stand_in_their_order() -> None:
    html = drawn("{% unknown items %}", items=["Who pays", BOTH])
    assert re.findall(r"<li>(.*?)</li>", html) == ["Who pays", "Harbour University"]


def test_a_card_with_an_id_is_named_by_its_heading() -> None:
    html = drawn("{% card title='Story' id='st' level=3 %}x{% endcard %}")
    assert '<section class="card" id="st" aria-labelledby="st-title"> <h3 id="st-title">Story</h3>' in html


def test_an_empty_state_also_works_inside_a_loop_that_found_nothing() -> None:
    source = "{% for x in nothing %}{{ x }}{% empty %}{% empty title='None yet' %}Add one.{% endempty %}{% endfor %}"
    assert plain(drawn(source, nothing=[])) == "None yet Add one."


def test_a_table_can_be_scrolled_with_the_keyboard_and_has_a_name() -> None:
    assert 'role="group" tabindex="0" aria-label="Agreements"' in drawn(
        "{% table caption='Agreements' %}{% endtable %}"
    )


# ---- timeline ----


def test_a_day_has_its_place_in_the_year() -> None:
    assert [timeline.position(day) for day in (date(2013, 1, 1), date(2013, 7, 2), date(2012, 12, 31))] == [
        2013.0,
        pytest.approx(2013.4986, abs=1e-3),
        pytest.approx(2012.9973, abs=1e-3),
    ]


def test_a_bar_stands_where_its_years_say() -> None:
    drawing = timeline.draw([{"label": "a", "bars": [{"x": 2015, "width": 5}]}], range(2010, 2020))
    bar = drawing["lanes"][0]["bars"][0]
    assert (bar["x"], bar["width"], bar["fill"], bar["title"]) == ("50%", "50%", "", "2015–2019")


def test_a_soft_edge_fades_and_is_spoken() -> None:
    lane: timeline.Lane = {"bars": [{"x": 2010, "width": 10, "edge_end": "soft", "fade_end": 2}]}
    drawing = timeline.draw([lane], range(2010, 2020), key="k")
    assert drawing["gradients"] == [
        {
            "key": "k-g0-0",
            "tone": "brand",
            "stops": [
                {"offset": "0", "opacity": "0.9"},
                {"offset": "0.8", "opacity": "0.9"},
                {"offset": "1", "opacity": "0"},
            ],
        }
    ]
    with override("en"):
        assert timeline.draw([lane], range(2010, 2020))["lanes"][0]["spoken"] == "2010–2019, end not stated"


def test_a_month_stays_visible_and_stays_inside() -> None:
    lane: timeline.Lane = {"bars": [{"x": 2019.95, "width": 0.01, "label": "December"}]}
    bar = timeline.draw([lane], range(1920, 2020))["lanes"][0]["bars"][0]
    assert (bar["x"], bar["width"], bar["anchor"]) == ("98.9%", "1.1%", "end")


def test_bars_that_overlap_take_rows_of_their_own() -> None:
    lane: timeline.Lane = {"bars": [{"x": 2016, "width": 3}, {"x": 2012, "width": 5}, {"x": 2019, "width": 1}]}
    assert [bar["row"] for bar in timeline.draw([lane], range(2010, 2020))["lanes"][0]["bars"]] == [0, 1, 0]


def test_a_long_axis_labels_every_tenth_year() -> None:
    years = timeline.draw([], range(1890, 2025))["years"]
    assert [year["label"] for year in years][:3] == ["1890", "1900", "1910"]


@override_settings(USE_THOUSAND_SEPARATOR=True)
def test_geometry_is_never_written_in_a_language_s_numbers() -> None:
    html = drawn("{% timeline lanes years %}", "ja", lanes=showcase.samples()["lanes"], years=range(2012, 2025))
    numbers = re.findall(r'\b(?:x|y|x1|x2|width|height|offset)="([^"]*)"', html)
    assert [number for number in numbers if not re.fullmatch(r"-?\d*\.?\d+%?", number)] == []


def test_two_timelines_on_a_page_share_no_id() -> None:
    lanes = showcase.samples()["lanes"]
    html = drawn("{% timeline l y id='a' %}{% timeline l y id='b' %}", l=lanes, y=range(2012, 2025))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


# ---- matrix ----

COLUMNS: list[matrix.Column] = [
    {"key": "a", "label": "A", "group": "One", "tone": "gold"},
    {"key": "b", "label": "B", "group": "One", "tone": "gold", "note": "One collaboration"},
    {"key": "c", "label": "C", "group": "Two", "tone": "teal"},
]
ROWS: list[matrix.Row] = [
    {"label": "Law", "cells": {"a": True, "c": {"lead": True}}},
    {"label": "Music", "cells": {"c": True, "b": True}},
]


def test_the_matrix_counts_cells_but_not_the_column_with_a_note() -> None:
    laid = matrix.lay_out(COLUMNS, ROWS)
    assert (
        [row["sum"] for row in laid["rows"]],
        [one["sum"] for one in laid["sums"]],
        laid["total"],
        [(group["label"], group["span"]) for group in laid["groups"]],
        laid["has_lead"],
    ) == ([2, 1], [1, "*", 2], 3, [("One", 2), ("Two", 1)], "teal")


def test_the_note_runs_down_the_whole_column_once() -> None:
    html = drawn("{% matrix columns rows %}", columns=COLUMNS, rows=ROWS)
    assert re.findall(r'<td class="special" rowspan="(\d)">', html) == ["2"]


def test_every_row_of_the_matrix_is_as_wide_as_its_head() -> None:
    html = drawn("{% matrix columns rows %}", columns=COLUMNS, rows=ROWS)
    body = re.search(r"<tbody>(.*)</tbody>", html)
    assert body is not None
    assert [len(re.findall(r"<t[dh][ >]", row)) for row in body[1].split("</tr>")[:2]] == [5, 4]


def test_a_matrix_without_rows_says_so() -> None:
    assert "<table" not in drawn("{% matrix columns rows %}", columns=COLUMNS, rows=[])


# ---- forms ----


class Letter(forms.Form):
    """A form with a text in two languages."""

    name_en = forms.CharField(label="Name", help_text="As on the page.")
    name_ja = forms.CharField(required=False)
    agreed = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_at_fault_is_tied_to_its_hint_and_its_error() -> None:
    html = drawn("{% field form.name_en %}", form=Letter({}))
    assert 'aria-describedby="id_name_en_helptext id_name_en_error"' in html
    assert [f'id="id_name_en_{part}"' in html for part in ("helptext", "error")] == [True, True]
    assert 'aria-invalid="true"' in html


def test_fields_in_several_languages_make_one_group_with_each_box_in_its_language() -> None:
    html = drawn("{% field form.name_en form.name_ja %}", form=Letter())
    assert re.findall(r'<input[^>]* lang="(\w+)"', html) == ["en", "ja"]
    assert [plain(label) for label in re.findall(r"<label.*?</label>", html)] == ["English", "Japanese"]
    assert html.count("<fieldset") == 1


def test_a_box_to_tick_stands_before_its_words() -> None:
    html = drawn("{% field form.agreed %}", form=Letter())
    assert html.index("<input") < html.index("<label")


def test_a_hidden_field_is_only_its_input() -> None:
    assert drawn("{% field form.secret %}", form=Letter()) == '<input type="hidden" name="secret" id="id_secret">'


def test_a_field_tag_without_a_field_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn("{% field %}")


# ---- the page of all components ----


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_of_components_is_clean(language: str) -> None:
    request = RequestFactory().get("/desk/components/")
    with override(language):
        page = Template("{% extends 'core/components.html' %}").render(
            Context({"request": request, "chrome": {}, **showcase.samples()})
        )
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert (
        f'<html lang="{language}">' in page,
        re.findall(r'\s(?:style|on\w+)="', page),
        re.findall(r"<script(?![^>]*src=)[^>]*>|<style", page),
        sorted({one for one in ids if ids.count(one) > 1}),
        [place for place in ("main", "passage-1", "passage-2", "unknown") if place not in ids],
    ) == (True, [], [], [], [])
