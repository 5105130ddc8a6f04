"""The components: every visual piece that pages share, as one tag with one template each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.forms import BoundField
from django.template import Engine
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from kizuna.core import bars as bar_charts
from kizuna.core import figures, pictures, wording
from kizuna.core import matrix as matrices
from kizuna.core import timeline as timelines

register = template.Library()

register.filter("in_language", wording.in_language)
register.filter("called", wording.called)


# So many drawn maps are kept; they are large.
MAPS = 16
_maps: dict[tuple[str, int], tuple[Any, SafeString]] = {}


def _draw(name: str, /, **values: object) -> SafeString:
    """Renders a component's template without the line break at the end of the file, which would show inside text."""
    drawn = Engine.get_default().get_template(f"components/{name}.html").render(template.Context(values))
    return mark_safe(drawn.strip())  # noqa: S308 - it comes from an autoescaped template


def _inline(content: str) -> SafeString:
    """The rendered content of a block without the white space around it."""
    return mark_safe(content.strip())  # noqa: S308 - Django hands over rendered nodes


@lru_cache(maxsize=256)
def _icon(name: str, css_class: str) -> SafeString:
    return _draw("_icon_lines", name=name, **{"class": css_class})


@register.simple_tag
def icon(name: object, css_class: object = "") -> SafeString:
    """A line drawing by name; there are few, so each is drawn once."""
    return _icon(str(name or ""), str(css_class or ""))


@register.simple_tag
def drawn_map(kind: str, drawn: Any) -> SafeString:
    """A map as its template draws it; the many visitors of one map get the same drawing."""
    key = (kind, id(drawn))
    kept = _maps.get(key)
    if kept is None or kept[0] is not drawn:
        if len(_maps) >= MAPS:
            _maps.clear()
        # The map is kept beside its drawing, so that its number stays its own.
        kept = _maps[key] = (drawn, _draw(kind, map=drawn))
    return kept[1]


@register.simple_block_tag
def card(
    content: str,
    title: object = "",
    sub: object = "",
    id: str = "",  # noqa: A002 - named as in HTML
    tone: str = "",
    level: int = 2,
    more_url: str = "",
    more_label: str = "",
) -> SafeString:
    """One idea on a white ground; ``more_url`` puts a link into the corner of the heading."""
    return _draw(
        "card",
        content=content,
        title=title,
        sub=sub,
        id=id,
        tone=tone,
        level=level,
        more_url=more_url,
        more_label=more_label,
    )


@lru_cache(maxsize=512)
def _small(name: str, content: SafeString, tone: str, **values: str) -> SafeString:
    """A badge or a chip; a list shows the same few again and again."""
    return _draw(name, content=content, tone=tone, **values)


@register.simple_block_tag
def badge(content: str, tone: str = "", icon: str = "") -> SafeString:
    """A state or a tier in one or two words: gold ghost brand teal rose sky good warn bad, or none."""
    return _small("badge", _inline(content), tone, icon=icon)


@register.simple_block_tag
def chip(content: str, tone: str = "", url: str = "") -> SafeString:
    """A field, a topic or an abbreviation: new gold teal rose plain, or none."""
    return _small("chip", _inline(content), tone, url=url)


@register.simple_block_tag
def keyfact(content: str, title: object = "", big: object = "", small: object = "", mid: object = "") -> SafeString:
    """One tile among the key facts: a figure goes into ``big``, words go into ``mid``."""
    return _draw("keyfact", content=content, title=title, big=big, small=small, mid=mid)


@register.simple_block_tag
def table(content: str, caption: object = "", show_caption: bool = False) -> SafeString:
    """A table that scrolls in its own box; the content is its thead, tbody and tfoot."""
    return _draw("table", content=content, caption=caption, show_caption=show_caption)


@register.simple_block_tag
def empty(
    content: str, title: object = "", action_url: str = "", action_label: object = "", icon: str = "", level: int = 2
) -> SafeString:
    """What stands where nothing is yet: what belongs here, and how it comes in."""
    return _draw(
        "empty",
        content=content,
        title=title,
        action_url=action_url,
        action_label=action_label,
        icon=icon,
        level=level,
    )


@register.simple_tag
def unknown(
    items: Sequence[object],
    title: object = "",
    sub: object = "",
    action_url: str = "",
    action_label: object = "",
    id: str = "unknown",  # noqa: A002 - named as in HTML
) -> SafeString:
    """The dashed card of what we do not know yet; nothing at all when there are no items."""
    return _draw("unknown", items=items, title=title, sub=sub, action_url=action_url, action_label=action_label, id=id)


@register.simple_tag
def cite(n: object, url: str = "", title: str = "") -> SafeString:
    """The small number of a citation, linking to its source."""
    return _draw("cite", n=n, url=url, title=title)


@register.simple_tag
def cited(cites: Iterable[tuple[int, Any]]) -> SafeString:
    """The numbers of the sources of one thing, each leading to its passage on the page; a page has hundreds."""
    word = _("Source")
    return format_html_join(
        "",
        '<a class="cite" href="#s{}" title="{}"><span class="vh">{} </span>{}</a>',
        ((number, wording.in_language(one.source.title), word, number) for number, one in cites or ()),
    )


@register.simple_tag
def tool(record: Any, address: str, back: str) -> SafeString:
    """The pencil that leads to the form of one record, and from there back to the page."""
    return format_html(
        '<a class="tool" href="{}{}/?back={}">{}<span class="vh">{} {}</span></a>',
        address,
        record.uuid,
        quote(back),
        _icon("edit", ""),
        _("Edit"),
        wording.called(record),
    )


@register.simple_tag
def langtext(text: object, mark: bool = True) -> SafeString:
    """A text in the language of the page, marked when it is in another one or a translation for reference."""
    if isinstance(text, str):
        return conditional_escape(text)
    words = wording.choose(text)
    if not words.other and not (mark and words.reference):
        # Most texts stand in the language of the page: nothing is said about them, and no template is asked.
        return conditional_escape(words.value)
    return _draw("langtext", words=words, mark=mark)


@register.simple_tag
def timeline(
    lanes: Sequence[timelines.Lane],
    years: Sequence[int],
    phases: Sequence[timelines.Phase] = (),
    mark: timelines.Mark | None = None,
    note: object = "",
    id: str = "tl",  # noqa: A002 - named as in HTML
) -> SafeString:
    """Lanes of bars over years; a sharp edge is known, a soft edge is not stated."""
    if not lanes or not years:
        return SafeString("")
    return _draw("timeline", note=note, **timelines.draw(lanes, years, phases, mark, id))


@register.simple_tag
def bar_chart(bars: Sequence[bar_charts.Bar]) -> SafeString:
    """Bars side by side, each of several pieces; the words that tell the same stand in it for those who hear."""
    return _draw("bars", **bar_charts.draw(bars)) if bars else SafeString("")


@register.simple_tag
def matrix(
    columns: Sequence[matrices.Column],
    rows: Sequence[matrices.Row],
    caption: object = "",
    sum_label: object = "",
    note_label: object = "",
    note_sub: object = "",
    total_label: object = "",
    total_note: object = "",
    lead_label: object = "",
    star_label: object = "",
    source: object = "",
    kinds: Sequence[tuple[str, object]] = (),
    total: int | None = None,
) -> SafeString:
    """Rows against columns; the labels say what the sums, notes and signs are, ``kinds`` which shape means what."""
    return _draw(
        "matrix",
        caption=caption,
        sum_label=sum_label,
        note_label=note_label,
        note_sub=note_sub,
        total_label=total_label,
        total_note=total_note,
        lead_label=lead_label,
        star_label=star_label,
        source=source,
        signs=[(matrices.sign({"shape": shape}, "plain"), label) for shape, label in kinds],
        **matrices.lay_out(columns, rows, total),
    )


@register.simple_tag
def field(*bounds: BoundField, label: object = "", hint: object = "") -> SafeString:
    """A form field with label, hint and errors; several fields of one text in several languages make one group."""
    if not bounds:
        raise template.TemplateSyntaxError("field needs at least one form field")
    first = bounds[0]
    if first.is_hidden:
        return first.as_widget()
    # Words that the page gives need the id that Django gives its own, or they are not read out with the box.
    if hint:
        first.help_text = str(hint)
    languages = getattr(first.field.widget, "languages", ())
    ticks = getattr(first.field.widget, "input_type", "") == "checkbox" and not first.use_fieldset
    return _draw(
        "field",
        bound=first,
        inputs=[_input(bound) for bound in bounds] if len(bounds) > 1 else [],
        label=label or first.label,
        shape="langs" if languages or len(bounds) > 1 else "choices" if first.use_fieldset else "tick" if ticks else "",
        required=any(bound.field.required for bound in bounds),
        has_error=any(bound.errors for bound in bounds),
    )


def _input(bound: BoundField) -> Mapping[str, object]:
    """One box of a group; its language is the end of the field's name, as in name_en and name_ja."""
    code = bound.name.rpartition("_")[2]
    attrs: dict[str, str | bool] = {"lang": code}
    if bound.errors:
        attrs["aria-describedby"] = f"{bound.auto_id}_error"
    return {"bound": bound, "code": code, "widget": bound.as_widget(attrs=attrs)}


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page; the code itself when Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def fuzzy(value: Any) -> str:
    """A fuzzy date in the language of the page."""
    if not value:
        # Words such as "for many years" say something, even though no date follows from them.
        return str(getattr(value, "stated", ""))
    return str(value.display((get_language() or "en").split("-")[0]))


@register.filter
def counted(value: Any) -> str:
    """A quantity in the language of the page, for use beside the name of what it counts."""
    return str(value.display((get_language() or "en").split("-")[0], named=True)) if value else ""


@register.inclusion_tag("core/_pictures.html", takes_context=True)
def pictures_of(context: template.Context, record: Any, can: bool = False) -> dict[str, Any]:
    """The pictures that hang on a record, as far as the reader may see them; ``can`` offers to hang up another."""
    request, home = context["request"], context["home"]
    rows = pictures.rows(home, request.user).filter(record=record.uuid).order_by("order", "pk")
    return {"rows": list(rows), "record": record, "can": can, "home": home, "request": request}


@register.filter
def with_newer(rows: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any, Any]]:
    """Figures and their cites, each with the newest value where that is of a later day and differs; else nothing."""
    pairs = list(rows)
    known = figures.series_of(row for row, _cites in pairs)
    return [(row, cites, known[figures.same(row)].newer_than(row)) for row, cites in pairs]


@register.filter
def field_name(name: str, label: str) -> str:
    """A field of a kind of record as people call it; a name that no longer exists stays as it is."""
    try:
        return str(getattr(apps.get_model(label)._meta.get_field(name), "verbose_name", name))
    except (FieldDoesNotExist, LookupError, ValueError):
        return name


@register.simple_tag
def stored(value: Any, name: str, label: str) -> str:
    """A stored value of the history in the words of the page: a choice by what it is called, all else as told."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    try:
        choices: Any = apps.get_model(label)._meta.get_field(name).flatchoices
    except (AttributeError, FieldDoesNotExist, LookupError, ValueError):
        choices = ()
    return str(dict(choices).get(value) or told(value)) if isinstance(value, str) else told(value)


@register.filter
def told(value: Any) -> str:
    """A stored value of the history as words."""
    if isinstance(value, dict):
        parts = [str(part) for key, part in value.items() if key not in ("reference", "calendar") and part]
        return " / ".join(dict.fromkeys(parts))
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
