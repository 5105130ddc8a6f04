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
from kizuna.public import menu
from kizuna.public.calling import any_listed
from kizuna.public.menu import CALLS, LISTED, MENU
from kizuna.publishing.models import Edition, Page


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


def words_of(request: HttpRequest) -> str:
    """What somebody has typed into the search of this site."""
    return request.GET.get("q", "")[:100] if request.path.endswith("/search/") else ""


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
    told: dict[str, Any] = {"lang_urls": links(request), "public": not request.user.is_authenticated}
    if request.user.is_authenticated:
        told |= {
            "user_label": request.user.label,
            "sign_out_url": "/accounts/logout/",
            "account_nav": [{"label": _("Desk"), "url": "/desk/"}],
        }
    elif not is_exported(request):
        told["sign_in_url"] = "/accounts/login/"
    home: Home | None = getattr(request, "home", None)
    if home is None or request.path.startswith(home.desk):
        return {"chrome": told}
    here: Here | None = getattr(request, "here", None)
    return {"home": home, "chrome": told | of_home(home, here, request, language)}


def is_exported(request: HttpRequest) -> bool:
    """Whether the page is written into a folder, where nobody signs in and no form is answered."""
    return bool(getattr(request, "exported", False))


def of_home(home: Home, here: Here | None, request: HttpRequest, language: str) -> dict[str, Any]:
    """The frame of a page of this home's site."""
    own = home.name.get(language).value
    titles, base = frame(home, language), here.base(home) if here else home.site
    path, exported = here.path if here else request.path.removeprefix(home.site), is_exported(request)
    # The form works only where Kizuna itself answers: from a folder one is led there, if it is known where that is.
    form = f"{settings.PLACE if exported else ''}{home.site}visit-us/" if settings.PLACED or not exported else ""
    told: dict[str, Any] = {
        "home_name": own,
        # The first page of a home without a programme bears the home's own name, which need not be said twice.
        "programme_name": programme if (programme := titles.get(Page.Kind.PROGRAMME, "")) != own else "",
        "home_url": base,
        "fictional": home.fictional,
        "feed_url": f"{base}feed.atom" if set(LISTED) & set(titles) else "",
        "nav": menu.of(home, titles, base, path, form, titles.get(Page.Kind.PROGRAMME, "") != own),
    }
    if titles.keys() - {CALLS} and not exported:
        told |= {"search_url": f"{base}search/", "search_label": _("Search"), "search_value": words_of(request)}
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
