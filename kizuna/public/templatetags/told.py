"""Shows what editions tell: words with their language, the numbers of sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils import formats
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core.templatetags.components import langtext
from kizuna.core.values import TextIn, years
from kizuna.publishing import told

register = template.Library()
register.filter("plain", told.plain)
SELECTED = mark_safe(" selected")


@register.filter(expects_localtime=True)
def dated(moment: Any, form: str = "DATE_FORMAT") -> str:
    """A day or a moment in words, with its year as the home writes years."""
    if not isinstance(moment, date):
        return ""
    return years.within(formats.date_format(moment, form), moment)


@register.simple_tag
def words(found: Any, mark: bool = True) -> SafeString:
    """Words, marked where they are in another language than the page or a translation for reference."""
    if told.is_marked(found):
        if mark and found["reference"] and found["in"].split("-")[0] == get_language():
            return format_html("{}{}", found["words"], refmark())
        return langtext(TextIn(found["words"], found["in"], found["reference"]), mark)
    return conditional_escape("" if found is None else found)


@register.simple_tag
def refmark() -> SafeString:
    """The sign at words that are a translation for reference; what it means stands at the foot of the page."""
    # Translators: the sign at a translation for reference: † in English, ※ in Japanese.
    return format_html(
        '<sup class="refmark" title="{0}"><span aria-hidden="true">{1}</span><span class="vh"> ({0})</span></sup>',
        _("translation for reference"), _("†"),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def partner(context: Context, row: dict[str, Any]) -> SafeString:
    """A partner by name, leading to its page where that is published: what was withdrawn is named and leads nowhere."""
    there, slug = context.get("there"), row["slug"]
    if there is not None and slug not in there:
        return words(row["name"], False)
    return format_html('<a href="{}partners/{}/">{}</a>', context["base"], slug, words(row["name"], False))


@register.simple_tag
def marks(cites: Iterable[tuple[int, Any]]) -> SafeString:
    """The numbers of the sources of one thing, each leading to its passage on the page."""
    word = _("Source")
    return format_html_join(
        "",
        '<a class="cite" href="#s{}" title="{}"><span class="vh">{} </span>{}</a>',
        ((number, told.plain(title), word, number) for number, title in cites or ()),
    )


@register.simple_tag
def options(choices: Iterable[Any], chosen: str) -> SafeString:
    """The choices of a menu, each with its number; a large home has hundreds of partners, too many for a loop."""
    return format_html_join(
        "",
        '<option value="{}"{}>{} ({})</option>',
        ((one.value, SELECTED if one.value == chosen else "", one.label, one.count) for one in choices),
    )


@register.simple_tag
def abbreviations(team: Iterable[dict[str, Any]]) -> SafeString:
    """The departments of a team by their short names; a large list has some hundred, too many for a loop."""
    return format_html_join(
        "", '<span title="{}">{}</span>', ((told.plain(one["name"]), words(one["short"], False)) for one in team)
    )


@register.simple_tag
def explained(units: Iterable[dict[str, Any]]) -> SafeString:
    """What each short name stands for."""
    pairs = ((words(one["short"], False), words(one["name"], False)) for one in units)
    return format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", pairs)
