"""What every desk page's frame says: whose house this is, its rooms, languages, who is signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core import asof
from kizuna.core.languages import links
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.policy import can_write, role_in
from kizuna.core.remembering import remembered
from kizuna.desk.menu import rooms
from kizuna.partners import phasewise
from kizuna.partners.portfolio import main_programme


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The frame of a desk page; nothing for others."""
    home: Home | None = getattr(request, "home", None)
    if home is None or not request.path.startswith(home.desk):
        return {}
    language = get_language() or "en"
    membership = request.user.roles.get(home.pk) if request.user.is_authenticated else None
    programme = main_programme(home, request.user)
    return {
        "home": home,
        "asof": getattr(request, "asof", None),
        "role": role_in(request.user, home),
        "can_write": can_write(request.user, home),
        "chrome": {
            "home_name": home.name.get(language).value,
            "programme_name": programme.name.get(language).value if programme else "",
            "home_url": home.desk,
            "fictional": home.fictional,
            "nav": rooms(home, request),
            # Asked only where a page shows the strip of its day.
            "days": SimpleLazyObject(lambda: _days(home, request)),
            "search_url": f"{home.desk}search/",
            "search_label": _("Search partners, departments, people"),
            "public_url": home.site,
            "user_label": request.user.label if request.user.is_authenticated else "",
            "user_role": membership.get_role_display() if membership else "",
            "sign_out_url": "/accounts/logout/",
            "about_url": "/",
            "account_nav": [
                {"label": _("Sources"), "url": f"{home.desk}sources/"},
                {"label": _("Figures"), "url": f"{home.desk}figures/"},
                {"label": _("History"), "url": f"{home.desk}history/"},
                {"label": _("Reports"), "url": f"{home.desk}reports/"},
                {"label": _("Take lists home"), "url": f"{home.desk}export/"},
                {"label": _("Who may do what"), "url": f"{home.desk}rights/"},
                {"label": _("Weekly mail"), "url": f"{home.desk}mail/"},
                {"label": _("Keys for programs"), "url": f"{home.desk}tokens/"},
                {"label": _("Public site"), "url": f"{home.desk}site/"},
                {"label": _("All homes"), "url": "/"},
            ],
            "lang_urls": links(request),
        },
    }


def _days(home: Home, request: HttpRequest) -> list[tuple[Any, date]]:
    """The last day of each phase that is over on the home's usual day, with the phase's name."""
    usual, user = asof.chosen(home, "").day, request.user
    return remembered(home, ("days", home.pk, usual, rights(user)), lambda: _over(home, usual, user))


def _over(home: Home, usual: date, user: Reader) -> list[tuple[Any, date]]:
    found = []
    for phase in phasewise.phases_of(home, user):
        last = phase.closed_on or phase.period.end.latest
        if last is not None and last <= usual:
            found.append((phase.name, last))
    return found
