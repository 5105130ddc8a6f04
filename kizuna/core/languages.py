"""The language of the page: asked for in the address, remembered in a cookie."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


def links(request: HttpRequest) -> list[tuple[str, str, str, bool]]:
    """The page's own address in each language: code, name, address, and whether it is the page's language."""
    current = translation.get_language() or settings.LANGUAGE_CODE
    found = []
    for code, label in (("en", "English"), ("ja", "日本語")):
        query = request.GET.copy()
        query["lang"] = code
        found.append((code, label, f"{request.path}?{query.urlencode()}", code == current))
    return found


class ChosenLanguage:
    """Serves ?lang=ja in Japanese and remembers it; otherwise the cookie, otherwise what the browser prefers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        code = asked if asked in self.known else translation.get_language_from_request(request)
        code = code.split("-")[0]
        with translation.override(code if code in self.known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if asked in self.known:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, asked, max_age=31536000, samesite="Lax", secure=settings.HTTPS
            )
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
