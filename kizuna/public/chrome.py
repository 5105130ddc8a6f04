"""The frame of the public pages: the home's and its programme's name, its pages, languages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core.languages import links
from kizuna.core.models import Home
from kizuna.core.remembering import remembered
from kizuna.partners.models import TeamUnit
from kizuna.partners.portfolio import main_programme
from kizuna.public.calling import any_listed


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The frame of a public page of a home, or of a page that belongs to no home; the desk has its own."""
    language = get_language() or "en"
    frame: dict[str, Any] = {"lang_urls": links(request)}
    if request.user.is_authenticated:
        frame |= {
            "user_label": request.user.label,
            "sign_out_url": "/accounts/logout/",
            "account_nav": [{"label": _("Desk"), "url": "/desk/"}],
        }
    else:
        frame["sign_in_url"] = "/accounts/login/"
    home: Home | None = getattr(request, "home", None)
    if home is None or request.path.startswith(home.desk):
        return {"chrome": frame}
    programme = main_programme(home, AnonymousUser())
    pages = [(_("Programme"), reverse("public:programme", args=[home.slug]))]
    teams = TeamUnit.objects.published().filter(home=home)
    if remembered(home, ("published teams", home.pk), teams.exists):
        pages.append((_("Departments"), reverse("public:departments", args=[home.slug])))
    if any_listed(home, timezone.now()):
        pages.append((_("Calls"), reverse("public:calls", args=[home.slug])))
    pages.append((_("Visit us"), reverse("public:visit-us", args=[home.slug])))
    frame |= {
        "home_name": home.name.get(language).value,
        "programme_name": programme.name.get(language).value if programme else "",
        "home_url": home.site,
        "fictional": home.fictional,
        "nav": [{"label": label, "url": url, "current": request.path == url} for label, url in pages],
    }
    return {"home": home, "asof": getattr(request, "asof", None), "chrome": frame}
