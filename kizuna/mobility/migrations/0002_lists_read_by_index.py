"""Lists and counts of many rows read an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mobility", "0001_first")]

    operations = [
        migrations.RemoveIndex(
            model_name="stay",
            name="stay_by_day",
        ),
        migrations.AddIndex(
            model_name="stay",
            index=models.Index(
                fields=["home", "-begins_first", "-id", "visibility", "partnership"], name="stays_by_day"
            ),
        ),
    ]
