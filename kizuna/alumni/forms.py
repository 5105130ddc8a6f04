"""The forms of alumni, one per kind of record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.alumni.models import AlumniEvent, AlumniNetwork, Campaign, Gift, Officer, Strength
from kizuna.core.forms import Kind, RecordForm


class NetworkForm(RecordForm):
    """Edits a network of alumni."""

    class Meta:
        model = AlumniNetwork
        fields = ("name", "country", "city", "partnership", "state", "begins", "ends", "seen", "text", "address",
                  "visibility")  # fmt: skip


class OfficerForm(RecordForm):
    """Edits one term of office."""

    class Meta:
        model = Officer
        fields = ("network", "person", "role", "begins", "ends", "seen", "order", "visibility")


class StrengthForm(RecordForm):
    """Edits how many members a network had on a day."""

    class Meta:
        model = Strength
        fields = ("network", "quantity", "as_of", "visibility")


class AlumniEventForm(RecordForm):
    """Joins a network with an activity or a series."""

    class Meta:
        model = AlumniEvent
        fields = ("network", "activity", "series", "visibility")


class GiftForm(RecordForm):
    """Edits a gift."""

    class Meta:
        model = Gift
        fields = ("direction", "name", "quantity", "when", "giver", "giver_named", "receiver", "country", "partnership",
                  "tie", "text", "visibility")  # fmt: skip


class CampaignForm(RecordForm):
    """Edits a campaign, an exhibition or a celebration."""

    class Meta:
        model = Campaign
        fields = ("kind", "name", "state", "occasion", "gift", "country", "partnership", "plan", "begins", "ends",
                  "goal", "raised", "raised_as_of", "text", "visibility")  # fmt: skip


KINDS: dict[str, Kind] = {
    "network": Kind(NetworkForm, AlumniNetwork, _("Network of alumni")),
    "officer": Kind(OfficerForm, Officer, _("Term of office")),
    "strength": Kind(StrengthForm, Strength, _("Number of members")),
    "event": Kind(AlumniEventForm, AlumniEvent, _("Event with alumni")),
    "gift": Kind(GiftForm, Gift, _("Gift")),
    "campaign": Kind(CampaignForm, Campaign, _("Campaign or exhibition")),
}
