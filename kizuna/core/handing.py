"""A file as a page hands it out: to be saved, and never to be shown by the browser itself."""

from __future__ import annotations

from django.http import FileResponse, Http404

from kizuna.core.actions import place_of
from kizuna.core.models import File


def handed_out(file: File) -> FileResponse:
    """The content of a file that the reader was found to see; Http404 where the data folder does not have it."""
    place = place_of(file.sha256)
    if not place.is_file():
        raise Http404
    answer = FileResponse(place.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
