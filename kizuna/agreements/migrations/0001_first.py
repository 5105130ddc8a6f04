import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import kizuna.core.fields
import kizuna.core.values.fuzzydate
import kizuna.core.values.quantity
import kizuna.core.values.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0003_addresses_kept_free"),
        ("directory", "0003_keep_until"),
        ("partners", "0005_lists_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("strategic-partnership", "Strategic partnership agreement"),
                            ("academic-exchange", "Academic exchange agreement"),
                            ("student-exchange", "Student exchange agreement"),
                            ("research", "Research agreement"),
                            ("double-degree", "Double or joint degree agreement"),
                            ("memorandum", "Memorandum"),
                            ("letter-of-intent", "Letter of intent"),
                            ("other", "Other agreement"),
                            ("not-stated", "Kind not stated"),
                        ],
                        default="not-stated",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("university", "University-wide"),
                            ("department", "Departmental"),
                            ("not-stated", "Level not stated"),
                        ],
                        default="not-stated",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "several",
                    models.BooleanField(
                        default=False,
                        help_text="Where a source speaks of agreements without telling them apart.",
                        verbose_name="stands for several",
                    ),
                ),
                (
                    "how_many",
                    kizuna.core.fields.QuantityField(
                        blank=True,
                        default=kizuna.core.values.quantity.Quantity,
                        help_text="Only for several; empty where no number is given.",
                        verbose_name="how many",
                    ),
                ),
                (
                    "title",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="title"
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what it says, in our words"
                    ),
                ),
                (
                    "contents",
                    models.CharField(
                        blank=True,
                        help_text="Codes with commas between: students, staff, research, teaching, degrees, internships, other.",
                        max_length=200,
                        verbose_name="what it covers",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        help_text="Codes with commas between, such as en, ja.",
                        max_length=80,
                        verbose_name="languages",
                    ),
                ),
                (
                    "concluded",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="concluded"
                    ),
                ),
                (
                    "expiry_basis",
                    models.CharField(
                        choices=[
                            ("stated", "Stated"),
                            ("estimated", "Estimated"),
                            ("none", "Without an end"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="how its end is known",
                    ),
                ),
                (
                    "renewal",
                    models.CharField(
                        choices=[
                            ("automatic", "By itself"),
                            ("by-agreement", "By agreement of the parties"),
                            ("none", "Not renewed"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=12,
                        verbose_name="renewal",
                    ),
                ),
                (
                    "renewal_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(600)],
                        verbose_name="renewed for (months)",
                    ),
                ),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="notice (months)",
                    ),
                ),
                (
                    "ended",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True,
                        default=kizuna.core.values.fuzzydate.FuzzyDate,
                        help_text="When it came to its end, where that was not its date.",
                        verbose_name="ended",
                    ),
                ),
                (
                    "ended_reason",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="why it ended"
                    ),
                ),
                ("notice_from", models.DateField(editable=False, null=True)),
                ("key", models.CharField(db_index=True, editable=False, max_length=600)),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The agreement that this one carries out, such as the general one above a memorandum.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="agreements.agreement",
                        verbose_name="belongs under",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="agreements.agreement",
                        verbose_name="follows on",
                    ),
                ),
            ],
            options={
                "ordering": ("-begins_first", "pk"),
                "indexes": [
                    models.Index(fields=["home", "-begins_first", "id"], name="agreements_in_order"),
                    models.Index(fields=["home", "ends_first"], name="agreements_by_end"),
                    models.Index(fields=["home", "partnership"], name="agreements_by_partner"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "Signed copy"),
                            ("draft", "Draft"),
                            ("annex", "Annex"),
                            ("translation", "Translation"),
                            ("other", "Other"),
                        ],
                        default="signed",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=35, verbose_name="language")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.file",
                        verbose_name="file",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("home", "Our side"), ("partner", "The partner’s side"), ("third", "Third party")],
                        default="partner",
                        max_length=8,
                        verbose_name="side",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="its own number of the document")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ("order", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "organisation", "unit"), name="a_party_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("agreement", "organisation"),
                        name="a_whole_party_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "title_then",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="title then"
                    ),
                ),
                (
                    "when",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="when"
                    ),
                ),
                (
                    "place",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="where"
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=35, verbose_name="language of the copy")),
                (
                    "sure",
                    models.BooleanField(
                        default=False,
                        help_text="Tick it only where the document says so.",
                        verbose_name="it was signed so, though the post is recorded for other days",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed",
                        to="directory.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed",
                        to="directory.post",
                        verbose_name="post held then",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
    ]
