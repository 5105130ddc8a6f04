"""Three more kinds of pages that somebody writes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_first")]

    operations = [
        migrations.AlterField(
            model_name="page",
            name="kind",
            field=models.CharField(
                choices=[
                    ("programme", "Programme"),
                    ("partner", "Partner"),
                    ("departments", "Department list"),
                    ("figure", "Figure"),
                    ("highlight", "Highlight of a partnership"),
                    ("news", "News item"),
                    ("symposium", "Edition of a symposium"),
                    ("report", "Annual report"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
