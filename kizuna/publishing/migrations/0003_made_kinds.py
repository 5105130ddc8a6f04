"""Pages made from activities, series, dates, figures, practices and what a home says of itself; words to search."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_changes_behind_a_gate"),
        ("publishing", "0001_first"),
    ]

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
                    ("activities", "Activities and series"),
                    ("activities-earlier", "Earlier activities"),
                    ("series", "Series"),
                    ("calendar", "Calendar"),
                    ("figures", "Figures"),
                    ("figures-further", "Further figures"),
                    ("practices", "Good practices"),
                    ("about", "About and contact"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="Sought",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("kind", models.CharField(max_length=20)),
                ("fingerprint", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=600)),
                ("words", models.TextField()),
                ("text", models.TextField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sought", to="publishing.edition"
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["home", "language"], name="sought_in_a_language")],
            },
        ),
    ]
