"""The forms of publishing, one per kind of record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.forms import Kind, RecordForm
from kizuna.publishing.models import Edition, Page


class PageForm(RecordForm):
    """A page of the public site."""

    class Meta:
        model = Page
        fields = ("kind", "slug")


class EditionForm(RecordForm):
    """What the editor of a draft says beside what the records say."""

    class Meta:
        model = Edition
        fields = ("correction",)


KINDS: dict[str, Kind] = {
    "page": Kind(PageForm, Page, _("Public page")),
    "edition": Kind(EditionForm, Edition, _("Edition")),
}
