"""The component page: every piece that pages share, in every state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kizuna.core import showcase


def components(request: HttpRequest) -> HttpResponse:
    """Shows the components to whoever builds pages; it holds no record."""
    return render(request, "core/components.html", showcase.samples())
