"""The frame of the public pages: the home's and its programme's name, its published pages, languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core.doors import once
from kizuna.core.languages import links
from kizuna.core.models import Home
from kizuna.core.remembering import remembered
from kizuna.public.calling import any_listed
from kizuna.publishing.models import PATHS, Edition, Page

# The pages of which there is one, in the order of the menu.
MENU = (Page.Kind.PROGRAMME, Page.Kind.DEPARTMENTS)
# The pages of which there are many, with a list of their own.
LISTED = {Page.Kind.HIGHLIGHT: "highlights/"}
# What is no page of editions: calls tell themselves, for their dates do not wait for a signature.
CALLS = "calls"


@dataclass(frozen=True)
class Here:
    """Which page of the site this is: its address below the home's, its language, those it is published in."""

    path: str
    language: str
    languages: Sequence[str]
    named: bool = False

    def base(self, home: Home) -> str:
        """Where the other pages of the site are: in the language of the address, where it names one."""
        return f"{home.site}{self.language}/" if self.named else home.site


def core_templates() -> Path:
    """Where the templates of core lie."""
    return Path(apps.get_app_config("core").path) / "templates" / "core"


def frame(home: Home, language: str) -> dict[str, str]:
    """What the menu of the site holds, by kind: the titles of the pages in a language of which there is one."""
    every = once(home, ("site",), lambda: remembered(home, ("site", home.pk), lambda: _titles(home)))
    own = {kind: title for kind, code, title in every if code == language}
    listed = {CALLS: ""} if once(home, (CALLS,), lambda: any_listed(home, timezone.now())) else {}
    return {kind: title for kind, _code, title in every} | own | listed


def _titles(home: Home) -> list[tuple[str, str, str]]:
    rows = Edition.objects.published().filter(page__home=home).order_by("-language")
    found = list(rows.filter(page__kind__in=MENU, page__slug="").values_list("page__kind", "language", "title"))
    many = rows.filter(page__kind__in=LISTED).order_by("page__kind", "language").distinct()
    return [*found, *((kind, code, "") for kind, code in many.values_list("page__kind", "language"))]


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The frame of a public page of a home, or of a page that belongs to no home; the desk has its own."""
    language = get_language() or "en"
    told: dict[str, Any] = {"lang_urls": links(request)}
    if request.user.is_authenticated:
        told |= {
            "user_label": request.user.label,
            "sign_out_url": "/accounts/logout/",
            "account_nav": [{"label": _("Desk"), "url": "/desk/"}],
        }
    else:
        told["sign_in_url"] = "/accounts/login/"
    home: Home | None = getattr(request, "home", None)
    if home is None or request.path.startswith(home.desk):
        return {"chrome": told}
    here: Here | None = getattr(request, "here", None)
    return {"home": home, "chrome": told | of_home(home, here, request, language)}


def of_home(home: Home, here: Here | None, request: HttpRequest, language: str) -> dict[str, Any]:
    """The frame of a page of this home's site."""
    titles, base = frame(home, language), here.base(home) if here else home.site
    labels = {Page.Kind.PROGRAMME: _("Programme"), Page.Kind.DEPARTMENTS: _("Departments")}
    pages = [(labels[kind], base + PATHS[kind], PATHS[kind]) for kind in MENU if kind in titles]
    if Page.Kind.HIGHLIGHT in titles:
        pages.insert(1, (_("Highlights"), base + LISTED[Page.Kind.HIGHLIGHT], LISTED[Page.Kind.HIGHLIGHT]))
    if CALLS in titles:
        pages.append((_("Calls"), f"{home.site}calls/", "calls/"))
    pages.append((_("Visit us"), f"{home.site}visit-us/", "visit-us/"))
    path = here.path if here else request.path.removeprefix(home.site)
    told: dict[str, Any] = {
        "home_name": home.name.get(language).value,
        "programme_name": titles.get(Page.Kind.PROGRAMME, ""),
        "home_url": base,
        "fictional": home.fictional,
        "nav": [{"label": label, "url": url, "current": path == own} for label, url, own in pages],
    }
    if here is not None:
        names = {"en": "English", "ja": "日本語"}
        told["lang_urls"] = [
            (code, names[code], f"{home.site}{code}/{here.path}", code == here.language)
            for code, _name in settings.LANGUAGES
            if code in here.languages
        ]
        told["alternates"] = [
            (code, request.build_absolute_uri(f"{home.site}{code}/{here.path}")) for code in here.languages
        ]
        told["alternates"].append(("x-default", request.build_absolute_uri(f"{home.site}{here.path}")))
    return told
