"""Who joined a team in a phase, joined between its first and its last day: the write path now says so."""

from typing import Any

from django.db import migrations


def bound(apps: Any, _schema: Any) -> None:
    rows = apps.get_model("partners", "TeamUnit").objects.filter(begins_first=None, begins_last=None)
    for row in rows.exclude(joined_phase=None).select_related("joined_phase"):
        period = row.joined_phase.period
        rows.filter(pk=row.pk).update(begins_first=period.start.earliest, begins_last=period.end.latest)


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_contributions_and_moves")]
    operations = [migrations.RunPython(bound, migrations.RunPython.noop)]
