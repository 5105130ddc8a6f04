"""Lists and counts of many rows read an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_first")]

    operations = [
        migrations.RemoveIndex(
            model_name="activity",
            name="activities_by_day",
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("home"),
                models.F("parent"),
                models.OrderBy(models.F("sort_day"), descending=True),
                models.F("order"),
                models.F("id"),
                models.F("visibility"),
                models.F("partnership"),
                models.F("series"),
                name="activities_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                fields=["home", "partnership", "parent", "state", "host_side", "online", "visibility", "series"],
                name="activities_by_host",
            ),
        ),
    ]
