"""What the page of components shows: every component in every state, with invented content only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from kizuna.core.bars import Bar, Piece
from kizuna.core.timeline import Lane, Mark, Phase, position
from kizuna.core.values import Text

NAME = Text({"en": "Harbour University", "ja": "港湾大学"})
ENGLISH_ONLY = Text({"en": "Joint workshop on tidal lagoons"})
JAPANESE_ONLY = Text({"ja": "干潟に関する合同ワークショップ"})
FOR_REFERENCE = Text({"en": "Days of the Harbour", "ja": "港湾大学の日"}, frozenset({"ja", "en"}))
LONG = Text(
    {
        "en": "The International Consortium for the Comparative Study of Coastal Settlements, Estuarine Ecology "
        "and Maritime Law",
        "ja": "沿岸集落・河口域生態系・海事法の比較研究のための国際コンソーシアム",
    }
)


class Sample(forms.Form):
    """A form with every kind of field, some of them at fault."""

    name_en = forms.CharField(label="Name", required=True, help_text="As it stands on the page.")
    name_ja = forms.CharField(required=False)
    since = forms.CharField(label="Since", help_text="A month, a year or a span: January 2013, AY2015, 2014/2016.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Agreement"), ("b", "Memorandum")])
    audience = forms.ChoiceField(
        label="Who may read it", choices=[("staff", "Staff"), ("public", "Everybody")], widget=forms.RadioSelect
    )
    fields_of_work = forms.MultipleChoiceField(
        label="Fields",
        choices=[("eco", "Ecology"), ("law", "Law")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="Both sides have signed", help_text="Only when the paper is in the file.")
    text = forms.CharField(label="Note", widget=forms.Textarea({"rows": 3}), required=False)
    file = forms.FileField(label="File", required=False)
    closed = forms.CharField(label="Cannot be changed", disabled=True, initial="HU-0017", required=False)


def samples() -> dict[str, Any]:
    """The context of the page of components."""
    return {
        "name": NAME,
        "english_only": ENGLISH_ONLY,
        "japanese_only": JAPANESE_ONLY,
        "for_reference": FOR_REFERENCE,
        "long": LONG,
        "nothing": Text(),
        "badge_tones": ["gold", "brand", "teal", "rose", "sky", "good", "warn", "bad", ""],
        "chip_tones": ["", "new", "teal", "rose", "plain"],
        "unknown_items": [
            Text({"en": "Who pays which part of the joint fund", "ja": "共同基金の負担割合"}),
            Text({"en": "When each of the nine calls was made", "ja": "9回の公募それぞれの時期"}),
            ENGLISH_ONLY,
        ],
        "icons": [
            "search", "menu", "close", "sun", "moon", "auto", "clock", "calendar", "pin", "plus", "check", "success",
            "warning", "info", "question", "book", "document", "link", "download", "upload", "arrow", "down", "user",
            "people", "star", "edit", "lock", "globe", "history", "mail", "print", "knot",
        ],
        "form": Sample({"name_en": "", "since": "once upon a time", "kind": "a"}, auto_id="faulty-%s"),
        "fresh": Sample(auto_id="fresh-%s"),
        "years": range(2012, 2025),
        "phases": _phases(),
        "lanes": _lanes(),
        "mark": Mark(x=position(date(2021, 10, 1)), label=""),
        "far_years": range(1890, 2025),
        "far_lanes": [Lane(label=NAME, bars=[{"x": 1897, "width": 127, "edge_end": "soft", "label": "1897"}])],
        "bars": [
            Bar(str(2016 + place), [Piece(held, "brand", "In person"), Piece(mixed, "gold", "In person and online"),
                                    Piece(online, "teal", "Online")], 2016 + place == 2020)
            for place, (held, mixed, online) in enumerate(((4, 0, 0), (6, 0, 1), (7, 0, 0), (8, 0, 1), (0, 0, 5),
                                                           (1, 2, 4), (5, 3, 2), (0, 0, 0), (7, 3, 2)))
        ],
        "columns": _columns(),
        "rows": _rows(),
    }  # fmt: skip


def _phases() -> list[Phase]:
    return [
        Phase(label="Phase One", sub="2014–2016", start=2014, end=2017),
        Phase(label="Phase Two", sub="2017–2020", start=2017, end=2021),
        Phase(label="Phase Three", sub="2021–2024", start=2021, end=2025),
    ]


def _lanes() -> list[Lane]:
    seen = position(date(2021, 10, 1))
    march = position(date(2021, 3, 1))
    return [
        Lane(label=NAME, sub="sharp beginning, soft end", cites=[{"n": 1, "url": "#passage-1"}], bars=[
            {"x": 2013, "width": 11, "edge_end": "soft", "fade_end": 3, "label": "January 2013"}]),
        Lane(label="Nine calls", sub="none of them dated", cites=[{"n": 2, "url": "#passage-2"}], bars=[
            {"x": 2013, "width": seen - 2013, "edge_start": "soft", "fade_start": 3, "tone": "gold"}]),
        Lane(label=FOR_REFERENCE, sub="periodically", bars=[
            {"x": 2013, "width": seen - 2013, "edge_start": "soft", "fade_start": 3, "faint": True}]),
        Lane(label="An event of one month", sub="March 2021", bars=[
            {"x": march, "width": 1 / 12, "label": "March 2021"}]),
        Lane(label="Three terms", sub="they overlap", bars=[
            {"x": 2013.5, "width": 3.5, "tone": "teal", "label": "first term"},
            {"x": 2016, "width": 4.2, "tone": "teal", "edge_end": "soft"},
            {"x": 2021, "width": 3, "tone": "plan", "label": "planned"}]),
        Lane(label="Soft on both sides", sub=LONG, bars=[
            {"x": 2012, "width": 11, "edge_start": "soft", "edge_end": "soft", "tone": "rose"}]),
        Lane(label="Nothing recorded", sub="an empty lane", bars=[]),
    ]  # fmt: skip


def _columns() -> list[dict[str, Any]]:
    first = {"group": Text({"en": "Primary partners", "ja": "第一のパートナー"}), "tone": "gold"}
    second = {"group": Text({"en": "Prospective partners", "ja": "候補"}), "tone": "teal"}
    return [
        {"key": "hu", "label": Text({"en": "Harbour", "ja": "港湾大学"}), "title": NAME, "url": "#hu", **first},
        {
            "key": "lake",
            "label": "Lake",
            "small": "3 institutions",
            "title": "Group of the Lake",
            "url": "#lake",
            **first,
        },
        {"key": "hill", "label": "Hill", "url": "#hill", "note": "Activities occur as one collaboration", **first},
        {"key": "moor", "label": "Moor", "url": "#moor", **second},
        {"key": "fen", "label": "Fen", **second},
    ]


def _rows() -> list[dict[str, Any]]:
    names = ["Ecology", "Law", "Engineering", "Mathematics", "Medicine", "Letters", "Economics", "Physics", "Music"]
    filled = ["hu moor", "hu lake fen", "hu lake moor fen", "moor", "lake", "", "fen", "hu lake", "moor"]
    return [
        {
            "label": name,
            "url": f"#{name.lower()}",
            "note": f"Graduate School of {name}",
            "cells": {key: {"url": f"#{key}", "lead": key == "moor" and name == "Engineering"} for key in keys.split()},
        }
        for name, keys in zip(names, filled, strict=True)
    ]
