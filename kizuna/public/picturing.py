"""The files of pictures: handed to the public where a published page shows them, to others where they may see them."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response

from kizuna.core.actions import place_of
from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home, Picture
from kizuna.core.models.record import Reader
from kizuna.core.picturing import JPEG, WEBP
from kizuna.publishing import seeking

KINDS = {"webp": WEBP, "jpg": JPEG}
# What is taken from the site is gone from the memory of browsers within a day.
KEPT = "public, max-age=86400"


@for_everyone
def picture(request: HomeRequest, home: Home, sha256: str, ending: str) -> HttpResponse:
    """One size of a picture, by the hash of its file; 404 for what this reader is not shown."""
    public = seeking.shows(home, sha256)
    place = place_of(sha256)
    if not (public or _seen(request.user, home, sha256)) or not place.is_file():
        raise Http404
    mark = f'"{sha256}"'
    answer = get_conditional_response(request, etag=mark)
    if answer is None:
        answer = HttpResponse(place.read_bytes(), content_type=KINDS[ending])
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = KEPT if public else "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _seen(user: Reader, home: Home, sha256: str) -> bool:
    """Whether somebody who works here may see a picture with this file."""
    if not user.is_authenticated:
        return False
    names = ("small", "medium", "large", "paper")
    mine = Q(*((f"{name}__sha256", sha256) for name in names), _connector=Q.OR)
    return Picture.objects.visible_to(user).filter(mine, home=home).exists()
